//! 排岗、派岗: posts are the shifts of an action that belongs to the emergency, so that places, overlaps,
//! check-in and minutes are what they are everywhere. Only who answered that they can come gets one.

use entity::actions::{ActionKind, HostKind, Programme, Skills, Trainings, action};
use entity::emergencies::{CallUpReply, DutyPost, EmergencyKind, EmergencyVerb, call_up_answer};
use entity::ids::{AccountId, EmergencyId, GridId, VolunteerId};
use entity::volunteers::{Skill, Training};
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{Case, happened};
use crate::actions::ground;
use crate::actions::service::draft::{self, Draft, NewShift};
use crate::actions::service::duty as posts;
use crate::actions::service::together::Spot;
use crate::actions::view::SignupItem;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event;

/// Nobody below this age is put on duty.
const GROWN_UP: i32 = 18;

/// Posts to be filled.
#[derive(Clone, Debug)]
pub struct Roster {
    /// Which posts.
    pub post: DutyPost,
    /// In a line.
    pub title: String,
    /// What is to be done.
    pub description: String,
    /// Where.
    pub place: String,
    /// The same on the map.
    pub spot: Option<ground::Spot>,
    /// For which grid.
    pub grid: GridId,
    /// Who leads it; the actor when nothing is said.
    pub leader: Option<AccountId>,
    /// What one must be able to do.
    pub skills: Vec<Skill>,
    /// What one must have passed.
    pub trainings: Vec<Training>,
    /// When, with how many places.
    pub shifts: Vec<NewShift>,
}

/// Puts posts up: an action of the emergency's kind, published at once.
///
/// # Errors
/// `invalid` for a grid that is not the caller's business.
pub async fn roster(tx: &Tx<'_>, actor: &Actor, id: EmergencyId, roster: Roster) -> Result<action::Model> {
    let case = Case::hold(tx, actor, id).await?;
    case.may(EmergencyVerb::Roster)?;
    if !case.reach(actor).contains(&roster.grid) {
        return Err(Code::Invalid.error().at("/gridId", Code::UnknownReference));
    }
    let community = case.emergency.community_id;
    let draft = roster.draft(case.emergency.kind, id);
    let drafted = draft::create_in(tx, actor, community, (HostKind::Community, None), draft).await?;
    let published = draft::publish(tx, actor, drafted.id, drafted.version).await?;
    let data = json!({ "actionId": published.id, "post": published.post, "gridId": published.grid_id });
    let told = happened(&case.emergency, EmergencyVerb::Roster, data);
    event::record(tx, event::NewEvent { announce: false, ..told }).await?;
    Ok(published)
}

impl Roster {
    fn draft(self, kind: EmergencyKind, id: EmergencyId) -> Draft {
        let kind = match kind {
            EmergencyKind::Real => ActionKind::Emergency,
            EmergencyKind::Drill => ActionKind::Drill,
        };
        Draft {
            kind,
            programme: Programme::None,
            title: self.title,
            description: self.description,
            place: self.place,
            spot: self.spot,
            grid: Some(self.grid),
            compound: None,
            poster: None,
            leader: self.leader,
            minimum_age: Some(GROWN_UP),
            skills: Skills(self.skills),
            trainings: Trainings(self.trainings),
            only_team: None,
            signup_opens_at: None,
            signup_closes_at: None,
            cancel_hours: 0,
            waitlist_limit: 0,
            offer_minutes: 10,
            deliberation: None,
            wish: None,
            completes: true,
            emergency: Some((id, self.post)),
            shifts: Some(self.shifts),
        }
    }
}

/// Puts a volunteer on duty who answered that they can come, and tells them.
///
/// # Errors
/// `invalid` for who was not called up, `has_not_agreed` for who did not say that they can; places and
/// overlaps as for every sign-up.
pub async fn assign(
    tx: &Tx<'_>,
    actor: &Actor,
    id: EmergencyId,
    spot: Spot,
    volunteer: VolunteerId,
) -> Result<SignupItem> {
    let case = Case::hold(tx, actor, id).await?;
    case.may(EmergencyVerb::Assign)?;
    let called = call_up_answer::Entity::find()
        .filter(call_up_answer::Column::EmergencyId.eq(id))
        .filter(call_up_answer::Column::VolunteerId.eq(volunteer))
        .filter(call_up_answer::Column::GridId.is_in(case.reach(actor)));
    let unknown = || Code::Invalid.error().at("/volunteerId", Code::UnknownReference);
    let called = called.one(tx).await?.ok_or_else(unknown)?;
    let entered = posts::assign(tx, actor, id, spot, called.account_id).await?;
    let data = json!({ "signupId": entered.id, "actionId": spot.action, "volunteerId": volunteer });
    event::record(tx, happened(&case.emergency, EmergencyVerb::Assign, data)).await?;
    Ok(entered)
}

/// Those of these accounts who were called up for one of these emergencies, with what they answered.
pub async fn replies(
    conn: &impl ConnectionTrait,
    emergencies: Vec<EmergencyId>,
    accounts: Vec<AccountId>,
) -> Result<Vec<(EmergencyId, AccountId, CallUpReply)>> {
    if emergencies.is_empty() {
        return Ok(Vec::new());
    }
    let rows = call_up_answer::Entity::find()
        .filter(call_up_answer::Column::EmergencyId.is_in(emergencies))
        .filter(call_up_answer::Column::AccountId.is_in(accounts));
    Ok(rows.all(conn).await?.into_iter().map(|row| (row.emergency_id, row.account_id, row.reply)).collect())
}
