//! Minutes that are added by hand: with a reason, and decided by somebody else.

use chrono::{Days, NaiveDate, NaiveTime};
use entity::ids::{CommunityId, MinutesClaimId, VolunteerId};
use entity::volunteers::{MinutesClaimStatus, MinutesClaimVerb, ServiceKind, minutes_claim, volunteer};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};
use serde_json::json;

use super::credit::{self, Service, Source};
use crate::auth::Actor;
use crate::community::service::communities;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::kernel::page::{Cursor, Page};
use crate::volunteers::state::minutes_claim as state;
use crate::volunteers::store;

/// The kind of thing that events of such minutes are about.
pub const SUBJECT: &str = "minutes_claim";

/// Minutes are added within so many days.
const WITHIN_DAYS: u64 = 90;

/// Minutes to be added.
#[derive(Clone, Debug)]
pub struct NewMinutes {
    /// What was done.
    pub kind: ServiceKind,
    /// On which day.
    pub on: NaiveDate,
    /// How long.
    pub minutes: i32,
    /// Why they were not measured.
    pub reason: String,
}

/// The volunteer, or staff for them, adds minutes; they count once somebody else has approved.
///
/// # Errors
/// `invalid` for more than a day, a day to come or one too long ago; `illegal_transition` for who has retired.
pub async fn add(tx: &Tx<'_>, actor: &Actor, id: VolunteerId, new: NewMinutes) -> Result<minutes_claim::Model> {
    let whose = store::one(tx, actor, id).await?;
    if whose.status != entity::volunteers::VolunteerStatus::Active {
        return Err(Code::IllegalTransition.into());
    }
    if !(1..=1440).contains(&new.minutes) {
        return Err(Code::Invalid.error().at("/minutes", Code::InvalidValue));
    }
    let today = tx.now().with_timezone(&communities::zone(tx, whose.community_id).await?).date_naive();
    if new.on > today || new.on < today - Days::new(WITHIN_DAYS) {
        return Err(Code::Invalid.error().at("/servedOn", Code::InvalidValue));
    }
    let row = minutes_claim::ActiveModel {
        id: Set(MinutesClaimId::new()),
        community_id: Set(whose.community_id),
        volunteer_id: Set(id),
        kind: Set(new.kind),
        served_on: Set(new.on),
        minutes: Set(new.minutes),
        reason: Set(new.reason),
        status: Set(MinutesClaimStatus::Submitted),
        asked_by: Set(actor.account()?),
        version: Set(1),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    let row = row.insert(tx).await?;
    remember(tx, &row, MinutesClaimVerb::Submit, "", None).await?;
    Ok(row)
}

/// What is decided about added minutes.
#[derive(Clone, Debug)]
pub enum Decision {
    /// They count.
    Approve,
    /// They do not, because.
    Reject(String),
    /// Whoever added them takes them back.
    Withdraw,
}

/// Decides. Approved minutes are posted in the same transaction.
pub async fn decide(
    tx: &Tx<'_>,
    actor: &Actor,
    id: MinutesClaimId,
    seen: i32,
    decision: Decision,
) -> Result<minutes_claim::Model> {
    let row = minutes_claim::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let (row, whose) = existing(tx, actor, row).await?;
    let (verb, reason) = match decision {
        Decision::Approve => (MinutesClaimVerb::Approve, None),
        Decision::Reject(reason) => (MinutesClaimVerb::Reject, Some(reason)),
        Decision::Withdraw => (MinutesClaimVerb::Withdraw, None),
    };
    let to = state::next(row.status, verb, &state::standings(actor, &row, &whose))?;
    let change = minutes_claim::ActiveModel {
        status: Set(to),
        decided_by: Set(actor.account_id()),
        decided_at: Set(Some(tx.now())),
        decision_reason: Set(reason.clone()),
        version: Set(seen + 1),
        ..Default::default()
    };
    let moved = minutes_claim::Entity::update_many()
        .set(change)
        .filter(minutes_claim::Column::Id.eq(id))
        .filter(minutes_claim::Column::Version.eq(seen))
        .exec_with_returning(tx)
        .await?;
    let moved = moved.into_iter().next().ok_or_else(|| Code::Stale.error())?;
    remember(tx, &moved, verb, row.status.as_str(), reason).await?;
    if to == MinutesClaimStatus::Approved {
        post(tx, actor, &moved).await?;
    }
    Ok(moved)
}

async fn post(tx: &Tx<'_>, actor: &Actor, row: &minutes_claim::Model) -> Result<()> {
    let service = Service {
        community: row.community_id,
        volunteer: row.volunteer_id,
        source: Source::Claim(row.id),
        kind: row.kind,
        minutes: 0,
        added: row.minutes,
        // The whole day lies before its end: a rule that began on it holds.
        on: row.served_on.and_time(NaiveTime::MIN).and_utc() + chrono::Duration::days(1),
        by: Some(actor.account()?),
    };
    credit::service(tx, service).await
}

/// The minutes and whose they are, if they exist for the actor.
async fn existing(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    row: Option<minutes_claim::Model>,
) -> Result<(minutes_claim::Model, volunteer::Model)> {
    let row = row.ok_or_else(|| Code::NotFound.error())?;
    let whose = store::one(conn, actor, row.volunteer_id).await?;
    Ok((row, whose))
}

/// A page of added minutes, the newest first: those of the community for staff, otherwise the own.
pub async fn list(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    status: Option<MinutesClaimStatus>,
    (cursor, size): (Option<&str>, u64),
) -> Result<Page<(minutes_claim::Model, volunteer::Model)>> {
    let filter = (list_of(conn, actor).await?, status);
    let mut rows = minutes_claim::Entity::find()
        .apply_if(status, |rows, status| rows.filter(minutes_claim::Column::Status.eq(status)));
    rows = match filter.0 {
        Of::Community(id) => rows.filter(minutes_claim::Column::CommunityId.eq(id)),
        Of::Volunteer(id) => rows.filter(minutes_claim::Column::VolunteerId.eq(id)),
    };
    if let Some(cursor) = cursor {
        rows = rows.filter(minutes_claim::Column::Id.lt(Cursor::decode::<MinutesClaimId>(&filter, cursor)?));
    }
    let rows = rows.order_by_desc(minutes_claim::Column::Id).limit(size + 1).all(conn).await?;
    let ids = rows.iter().map(|row| row.volunteer_id);
    let people = volunteer::Entity::find().filter(volunteer::Column::Id.is_in(ids)).all(conn).await?;
    let with = |row: minutes_claim::Model| {
        let whose = people.iter().find(|one| one.id == row.volunteer_id).cloned();
        whose.map(|whose| (row, whose))
    };
    Page::cut(rows.into_iter().filter_map(with).collect(), size, &filter, |(row, _)| row.id)
}

#[derive(Clone, Copy, serde::Serialize)]
enum Of {
    Community(CommunityId),
    Volunteer(VolunteerId),
}

async fn list_of(conn: &impl ConnectionTrait, actor: &Actor) -> Result<Of> {
    if let Ok(community) = actor.require_staff() {
        return Ok(Of::Community(community));
    }
    let own = store::of_account(conn, actor.account()?).await?;
    Ok(Of::Volunteer(own.map_or(VolunteerId(Uuid::nil()), |own| own.id)))
}

async fn remember(
    tx: &Tx<'_>,
    row: &minutes_claim::Model,
    verb: MinutesClaimVerb,
    from: &str,
    reason: Option<String>,
) -> Result<()> {
    let happened = NewEvent::new(row.community_id, Subject::new(SUBJECT, row.id), verb.as_str())
        .moved(from, row.status)
        .because(reason)
        .with(json!({ "volunteerId": row.volunteer_id, "minutes": row.minutes }))
        .announced();
    event::record(tx, happened).await.map(drop)
}
