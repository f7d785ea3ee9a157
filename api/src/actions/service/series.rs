//! One action again and again: drafted, published, changed and called off together. Every day of the
//! rule has its action from the beginning, so that each of them lives like any other.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use entity::actions::{ActionStatus, HolidayRule, HostKind, action, action_occurrence, action_series};
use entity::community::community;
use entity::ids::{AccountId, ActionId, ActionSeriesId, CommunityId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use serde_json::json;

use super::case::Case;
use super::draft::{self, Draft};
use super::{host, links, screened};
use crate::actions::recurrence::{self, Planned, Rule};
use crate::actions::state;
use crate::auth::Actor;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::calendar::WorkCalendar;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::media;

/// The kind of thing that events of series are about.
const SUBJECT: &str = "action_series";

/// Shifts of a series, at most.
const MOST_SHIFTS: usize = 600;

/// How an action repeats, as it was asked for.
#[derive(Clone, Debug)]
pub struct Recurrence {
    /// The rule.
    pub rrule: String,
    /// What happens on public holidays.
    pub holidays: HolidayRule,
}

/// A series with its days, as far as somebody may see them.
#[derive(Clone, Debug)]
pub struct Series {
    /// The series.
    pub row: action_series::Model,
    /// Its days, each with its action.
    pub days: Vec<(action_occurrence::Model, Option<action::Model>)>,
}

/// The days that a rule names in the actor's community, and the rule as it would be stored.
///
/// # Errors
/// `invalid` at `/recurrence/rrule`; `not_verified` for whoever belongs to no community.
pub async fn preview(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    first_on: NaiveDate,
    wanted: &Recurrence,
) -> Result<(Rule, Vec<Planned>)> {
    actor.account()?;
    let zone = zone_of(conn, actor.require_community()?).await?;
    planned(conn, first_on, wanted, zone).await
}

async fn planned(
    conn: &impl ConnectionTrait,
    first_on: NaiveDate,
    wanted: &Recurrence,
    zone: Tz,
) -> Result<(Rule, Vec<Planned>)> {
    let rule = Rule::parse(&wanted.rrule, zone)?;
    let days = rule.days(first_on)?;
    let planned = recurrence::plan(&days, wanted.holidays, &WorkCalendar::load(conn).await?);
    Ok((rule, planned))
}

pub(super) async fn zone_of(conn: &impl ConnectionTrait, id: CommunityId) -> Result<Tz> {
    let here = community::Entity::find_by_id(id).one(conn).await?.ok_or_else(|| Code::NotFound.error())?;
    Ok(here.time_zone.parse().unwrap_or(chrono_tz::Asia::Shanghai))
}

/// Drafts an action for every day of the rule on which it takes place; `draft` is that of the first day.
///
/// # Errors
/// As [`draft::create`]; `invalid` at `/recurrence/rrule`, at `/shifts` when there are none.
pub async fn create(
    tx: &Tx<'_>,
    actor: &Actor,
    host: (HostKind, Option<Uuid>),
    draft: Draft,
    wanted: &Recurrence,
) -> Result<Series> {
    let account = actor.account()?;
    let community = actor.require_community()?;
    let host = host::of(tx, actor, community, host, draft.grid).await?;
    draft.check(tx, community).await?;
    links::check(tx, actor, &draft, None).await?;
    let zone = zone_of(tx, community).await?;
    let first = draft.shifts.iter().flatten().map(|shift| shift.starts_at).min();
    let first = first.ok_or_else(|| Code::Invalid.error().at("/shifts", Code::MissingField))?;
    let first_on = first.with_timezone(&zone).date_naive();
    let (rule, planned) = planned(tx, first_on, wanted, zone).await?;
    let drafts = drafts(tx, &draft, first_on, &planned, zone)?;
    media::service::attach(tx, actor, draft.poster.as_slice(), "/posterId").await?;
    let row = enter(tx, (community, account), first_on, rule.as_str(), wanted.holidays).await?;
    let mut drafted = Vec::new();
    for (day, draft) in planned.iter().zip(drafts) {
        let action = match draft {
            Some(draft) => Some(draft::insert(tx, account, (community, host), draft).await?),
            None => None,
        };
        occurs(tx, row.id, day, action.as_ref().map(|one| one.id)).await?;
        drafted.extend(action);
    }
    screened::look_at(tx, actor, drafted).await?;
    let happened = NewEvent::new(community, Subject::new(SUBJECT, row.id), "create");
    event::record(tx, happened.with(json!({ "days": planned.len(), "holidays": row.holidays }))).await?;
    read(tx, Some(actor), row.id).await
}

async fn enter(
    tx: &Tx<'_>,
    (community, account): (CommunityId, AccountId),
    first_on: NaiveDate,
    rule: &str,
    holidays: HolidayRule,
) -> Result<action_series::Model> {
    let row = action_series::ActiveModel {
        id: Set(ActionSeriesId::new()),
        community_id: Set(community),
        first_on: Set(first_on),
        rrule: Set(rule.to_owned()),
        holidays: Set(holidays),
        created_by: Set(account),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    Ok(row.insert(tx).await?)
}

/// The drafts of these days, checked before the first of them is written.
fn drafts(tx: &Tx<'_>, draft: &Draft, first: NaiveDate, days: &[Planned], zone: Tz) -> Result<Vec<Option<Draft>>> {
    let wrong = || Code::Invalid.error().at("/recurrence/rrule", Code::InvalidValue);
    let held = days.iter().filter(|day| day.held_on.is_some()).count();
    let shifts = draft.shifts.as_ref().map_or(0, Vec::len);
    if held == 0 || held * shifts > MOST_SHIFTS {
        return Err(wrong());
    }
    let each = days.iter().map(|day| match day.held_on {
        None => Ok(None),
        Some(held) => {
            let one = draft.later((held - first).num_days(), zone).ok_or_else(wrong)?;
            if one.faults(tx.now()).is_empty() { Ok(Some(one)) } else { Err(wrong()) }
        }
    });
    each.collect()
}

async fn occurs(tx: &Tx<'_>, series: ActionSeriesId, day: &Planned, action: Option<ActionId>) -> Result<()> {
    let row = action_occurrence::ActiveModel {
        series_id: Set(series),
        planned_on: Set(day.planned_on),
        outcome: Set(day.outcome),
        holiday: Set(day.holiday.clone()),
        provisional: Set(day.provisional),
        held_on: Set(day.held_on),
        action_id: Set(action),
    };
    let insert = action_occurrence::Entity::insert(row);
    insert.exec_without_returning(tx).await.or_conflict(Code::Stale).map(drop)
}

/// The series with those of its days that the actor may see.
///
/// # Errors
/// `not_found` when that is none.
pub async fn read(conn: &impl ConnectionTrait, actor: Option<&Actor>, id: ActionSeriesId) -> Result<Series> {
    let row = action_series::Entity::find_by_id(id).one(conn).await?.ok_or_else(|| Code::NotFound.error())?;
    let days = action_occurrence::Entity::find().filter(action_occurrence::Column::SeriesId.eq(id));
    let days = days.order_by_asc(action_occurrence::Column::PlannedOn).all(conn).await?;
    let ids = days.iter().filter_map(|day| day.action_id);
    let actions = action::Entity::find().filter(action::Column::Id.is_in(ids)).all(conn).await?;
    let led = match (actor, actions.first()) {
        (Some(actor), Some(first)) => Case::of(conn, actor, first.clone()).await?.is_led(),
        _ => false,
    };
    let mut seen: HashMap<ActionId, action::Model> =
        actions.into_iter().filter(|one| led || state::is_shown(one)).map(|one| (one.id, one)).collect();
    if seen.is_empty() {
        return Err(Code::NotFound.into());
    }
    let day = |day: action_occurrence::Model| {
        let action = day.action_id.and_then(|id| seen.remove(&id));
        (action.is_some() || day.action_id.is_none()).then_some((day, action))
    };
    Ok(Series { row, days: days.into_iter().filter_map(day).collect() })
}

/// Lets people sign up for all that are still drafts and still to come.
///
/// # Errors
/// `no_shifts` when there are none, `review_not_passed`, `stale`.
pub async fn publish(tx: &Tx<'_>, actor: &Actor, id: ActionSeriesId, version: i32) -> Result<Series> {
    let series = read(tx, Some(actor), id).await?;
    // One at a time for a series.
    action_series::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let mut ids: Vec<ActionId> = series.days.iter().filter_map(|(day, _)| day.action_id).collect();
    ids.sort();
    // All are locked before the first moves: what it tells locks other rooms' rows.
    let mut cases = Vec::new();
    for id in ids {
        cases.push(Case::open(tx, actor, id).await?);
    }
    if !cases.iter().all(Case::is_led) {
        return Err(Code::Forbidden.into());
    }
    let to_come = |case: &&Case| case.action.starts_at.is_some_and(|at| at > tx.now());
    let drafts = cases.iter().filter(|case| case.action.status == ActionStatus::Draft).filter(to_come);
    let drafts: Vec<&Case> = drafts.collect();
    for case in &drafts {
        draft::publish_case(tx, actor, case).await?;
    }
    moved(tx, &series.row, version, "publish", json!({ "actions": drafts.len() })).await?;
    if drafts.is_empty() { Err(Code::NoShifts.into()) } else { read(tx, Some(actor), id).await }
}

/// Counts the change, if nobody else has made one.
async fn moved(
    tx: &Tx<'_>,
    row: &action_series::Model,
    version: i32,
    verb: &'static str,
    data: serde_json::Value,
) -> Result<()> {
    let change =
        action_series::ActiveModel { version: Set(version + 1), updated_at: Set(tx.now()), ..Default::default() };
    let changed = action_series::Entity::update_many()
        .set(change)
        .filter(action_series::Column::Id.eq(row.id))
        .filter(action_series::Column::Version.eq(version))
        .exec(tx)
        .await?;
    if changed.rows_affected == 0 {
        return Err(Code::Stale.into());
    }
    event::record(tx, NewEvent::new(row.community_id, Subject::new(SUBJECT, row.id), verb).with(data)).await.map(drop)
}
