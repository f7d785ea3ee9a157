//! An action is drafted, changed and published. Once it is published, its shifts stand fast: who
//! signed up for one must find it as it was.

use chrono::{DateTime, Utc};
use entity::actions::{
    ActionKind, ActionStatus, ActionVerb, HostKind, Programme, Skills, Trainings, action, shift, shift_role,
};
use entity::emergencies::DutyPost;
use entity::ids::{
    AccountId, ActionId, CommunityId, CompoundId, DeliberationId, EmergencyId, GridId, MediaId, ShiftId, ShiftRoleId,
    TeamId, WishId,
};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{Case, SUBJECT, Step, forget_answers};
use super::{host, links, screened};
use crate::actions::ground::Spot;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::media;

/// A shift before it has a row.
#[derive(Clone, Debug)]
pub struct NewShift {
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Names and places of its roles.
    pub roles: Vec<(String, i32)>,
}

/// What is to be done, where, and who may help.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is.
    pub kind: ActionKind,
    /// Under which colour.
    pub programme: Programme,
    /// In a line.
    pub title: String,
    /// The whole of it.
    pub description: String,
    /// Where people meet.
    pub place: String,
    /// The same on the map.
    pub spot: Option<Spot>,
    /// For which grid.
    pub grid: Option<GridId>,
    /// For which compound.
    pub compound: Option<CompoundId>,
    /// The poster.
    pub poster: Option<MediaId>,
    /// Who leads it; the actor when nothing is said.
    pub leader: Option<AccountId>,
    /// Years that a volunteer must have.
    pub minimum_age: Option<i32>,
    /// What a volunteer must be able to do.
    pub skills: Skills,
    /// What a volunteer must have passed.
    pub trainings: Trainings,
    /// Only for members of this team.
    pub only_team: Option<TeamId>,
    /// Sign-up begins.
    pub signup_opens_at: Option<DateTime<Utc>>,
    /// Sign-up ends.
    pub signup_closes_at: Option<DateTime<Utc>>,
    /// Hours before the start from which cancelling is late.
    pub cancel_hours: i32,
    /// How many may wait for each role.
    pub waitlist_limit: i32,
    /// How long an offered place is kept.
    pub offer_minutes: i32,
    /// The deliberation it carries out.
    pub deliberation: Option<DeliberationId>,
    /// The wish it answers.
    pub wish: Option<WishId>,
    /// Its end completes those, unless another action for the same is still to come.
    pub completes: bool,
    /// The emergency whose posts it fills, and which; never changed afterwards.
    pub emergency: Option<(EmergencyId, DutyPost)>,
    /// Its shifts; none leaves them as they are.
    pub shifts: Option<Vec<NewShift>>,
}

/// Drafts an action of the community, of a team or of a partner unit.
pub async fn create(tx: &Tx<'_>, actor: &Actor, host: (HostKind, Option<Uuid>), draft: Draft) -> Result<action::Model> {
    create_in(tx, actor, actor.require_community()?, host, draft).await
}

/// The same in this community, for those who belong to none.
pub async fn create_in(
    tx: &Tx<'_>,
    actor: &Actor,
    community: CommunityId,
    host: (HostKind, Option<Uuid>),
    draft: Draft,
) -> Result<action::Model> {
    let account = actor.account()?;
    let host = host::of(tx, actor, community, host, draft.grid).await?;
    draft.check(tx, community).await?;
    links::check(tx, actor, &draft, None).await?;
    media::service::attach(tx, actor, draft.poster.as_slice(), "/posterId").await?;
    let drafted = insert(tx, account, (community, host), draft).await?;
    screened::one(screened::look_at(tx, actor, vec![drafted]).await?)
}

/// Writes a draft that was checked, and that it was drafted.
pub(super) async fn insert(
    tx: &Tx<'_>,
    account: AccountId,
    (community, (host_kind, host_id)): (CommunityId, (HostKind, Uuid)),
    draft: Draft,
) -> Result<action::Model> {
    let id = ActionId::new();
    let row = action::ActiveModel {
        id: Set(id),
        community_id: Set(community),
        host_kind: Set(host_kind),
        host_id: Set(host_id),
        status: Set(ActionStatus::Draft),
        emergency_id: Set(draft.emergency.map(|(id, _)| id)),
        post: Set(draft.emergency.map(|(_, post)| post)),
        created_by: Set(account),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..draft.columns(account)
    };
    let drafted = row.insert(tx).await?;
    insert_shifts(tx, &drafted, draft.shifts.as_deref().unwrap_or_default()).await?;
    let happened = NewEvent::new(community, Subject::new(SUBJECT, id), ActionVerb::Create.as_str())
        .with(json!({ "kind": drafted.kind, "hostKind": drafted.host_kind }));
    event::record(tx, NewEvent { to: Some(drafted.status.to_string()), ..happened }).await?;
    Ok(drafted)
}

/// Puts it differently; the shifts only while it is a draft.
pub async fn update(tx: &Tx<'_>, actor: &Actor, id: ActionId, version: i32, draft: Draft) -> Result<action::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    case.may(ActionVerb::Update)?;
    let (one, before) = (&case.action, screened::said(tx, [case.action.clone()]).await?);
    draft.refuse_counting_a_drill(one)?;
    draft.check(tx, one.community_id).await?;
    links::check(tx, actor, &draft, Some(one)).await?;
    if draft.poster != one.media_id {
        media::service::attach(tx, actor, draft.poster.as_slice(), "/posterId").await?;
        media::service::detach(tx, one.media_id.as_slice()).await?;
    }
    let columns = draft.columns(one.leader_account_id);
    let change = match &draft.shifts {
        None => action::ActiveModel { starts_at: sea_orm::NotSet, ends_at: sea_orm::NotSet, ..columns },
        Some(_) if one.status != ActionStatus::Draft => return Err(Code::ShiftsStandFast.into()),
        Some(shifts) => {
            shift_role::Entity::delete_many().filter(shift_role::Column::ActionId.eq(id)).exec(tx).await?;
            shift::Entity::delete_many().filter(shift::Column::ActionId.eq(id)).exec(tx).await?;
            insert_shifts(tx, one, shifts).await?;
            columns
        }
    };
    let updated = case.go(tx, ActionVerb::Update, Step { change, ..Step::default() }).await?;
    screened::one(screened::look_again(tx, actor, &before, vec![updated]).await?)
}

/// Lets people sign up.
///
/// # Errors
/// `no_shifts` when there is nothing to sign up for, or the first shift has begun; `review_not_passed`.
pub async fn publish(tx: &Tx<'_>, actor: &Actor, id: ActionId, version: i32) -> Result<action::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    publish_case(tx, actor, &case).await
}

/// The same for a case that is open already.
pub(super) async fn publish_case(tx: &Tx<'_>, actor: &Actor, case: &Case) -> Result<action::Model> {
    case.may(ActionVerb::Publish)?;
    if case.action.starts_at.is_none_or(|starts_at| starts_at <= tx.now()) {
        return Err(Code::NoShifts.into());
    }
    screened::refuse_unread(tx, actor, &case.action).await?;
    let change = action::ActiveModel { published_at: Set(Some(tx.now())), ..Default::default() };
    forget_answers(tx, case.action.community_id);
    case.go(tx, ActionVerb::Publish, Step { change, ..Step::default() }).await
}

async fn insert_shifts(tx: &Tx<'_>, one: &action::Model, shifts: &[NewShift]) -> Result<()> {
    let (mut rows, mut roles) = (Vec::new(), Vec::new());
    for new in shifts {
        let id = ShiftId::new();
        rows.push(shift::ActiveModel {
            id: Set(id),
            community_id: Set(one.community_id),
            action_id: Set(one.id),
            starts_at: Set(new.starts_at),
            ends_at: Set(new.ends_at),
            created_at: Set(tx.now()),
            ..Default::default()
        });
        roles.extend(new.roles.iter().zip(0..).map(|((name, capacity), sort)| shift_role::ActiveModel {
            id: Set(ShiftRoleId::new()),
            shift_id: Set(id),
            action_id: Set(one.id),
            sort: Set(sort),
            name: Set(name.clone()),
            capacity: Set(*capacity),
            taken: Set(0),
            waiting: Set(0),
            next_number: Set(1),
        }));
    }
    if !rows.is_empty() {
        shift::Entity::insert_many(rows).exec_without_returning(tx).await?;
        shift_role::Entity::insert_many(roles).exec_without_returning(tx).await?;
    }
    Ok(())
}
