//! A year of the calendar, read and changed whole.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};
use entity::kernel::{calendar_day, event};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{DbBackend, Statement};
use serde_json::json;

use super::view::{CalendarDay, CalendarYear, ChangeYear};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::calendar::WorkCalendar;
use crate::kernel::db::Tx;
use crate::kernel::event::{NewEvent, Subject, record};

/// The kind of thing that events of the calendar are about.
const SUBJECT: &str = "calendar";

/// Special days of a year; there are not more days.
const MAX_DAYS: usize = 366;

/// A year, for whoever decides by its deadlines: the staff of some community, the leaders of its grids.
///
/// # Errors
/// `forbidden` for residents, volunteers and programs.
pub async fn year(conn: &impl ConnectionTrait, actor: &Actor, year: i32) -> Result<CalendarYear> {
    actor.require_decider()?;
    show(conn, known(year)?).await
}

/// Only platform admins change the calendar: its days hold for all communities.
///
/// # Errors
/// `forbidden` for everybody else.
pub fn may_change(actor: &Actor) -> Result<()> {
    if actor.is_platform_admin() { Ok(()) } else { Err(Code::Forbidden.into()) }
}

/// Replaces a year; an empty list gives the shipped days back.
///
/// # Errors
/// `stale` when somebody changed it meanwhile; `invalid` for a day of another year or one named twice.
pub async fn change(tx: &Tx<'_>, year: i32, expected: i32, change: ChangeYear) -> Result<CalendarYear> {
    let year = known(year)?;
    check(year, &change)?;
    one_at_a_time(tx).await?;
    if version(tx, year).await? != expected {
        return Err(Code::Stale.into());
    }
    calendar_day::Entity::delete_many().filter(within(year)).exec(tx).await?;
    let count = change.days.len();
    let rows = change.days.into_iter().map(|day| calendar_day::ActiveModel {
        date: Set(day.date),
        kind: Set(day.kind),
        name: Set(day.name.into()),
        source: Set(change.source.to_string()),
        provisional: Set(change.provisional),
    });
    if count > 0 {
        calendar_day::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    let changed = NewEvent::new(None, subject(year), "change");
    record(tx, changed.because(Some(change.source.to_string())).with(json!({ "year": year, "days": count }))).await?;
    show(tx, year).await
}

async fn show(conn: &impl ConnectionTrait, year: i32) -> Result<CalendarYear> {
    let own = calendar_day::Entity::find().filter(within(year)).count(conn).await?;
    let calendar = WorkCalendar::load(conn).await?;
    let days = calendar.year(year).map(CalendarDay::from).collect();
    Ok(CalendarYear { year, shipped: own == 0, days, version: version(conn, year).await? })
}

/// The version counts the changes, from 1.
async fn version(conn: &impl ConnectionTrait, year: i32) -> Result<i32> {
    let changes = event::Entity::find()
        .filter(event::Column::SubjectKind.eq(SUBJECT))
        .filter(event::Column::SubjectId.eq(subject(year).id));
    Ok(i32::try_from(changes.count(conn).await?).unwrap_or(i32::MAX - 1) + 1)
}

fn check(year: i32, change: &ChangeYear) -> Result<()> {
    let mut seen = HashSet::new();
    let wrong = change.days.iter().position(|day| day.date.year() != year || !seen.insert(day.date));
    match wrong {
        Some(index) => Err(Code::Invalid.error().at(format!("/days/{index}/date"), Code::InvalidValue)),
        None if change.days.len() > MAX_DAYS => Err(Code::Invalid.error().at("/days", Code::InvalidValue)),
        None => Ok(()),
    }
}

/// On PostgreSQL two changes at once would both see the version before; SQLite has one writer anyway.
async fn one_at_a_time(tx: &Tx<'_>) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT pg_advisory_xact_lock(hashtextextended('calendar', 11))";
        tx.execute_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    }
    Ok(())
}

fn known(year: i32) -> Result<i32> {
    if (2000..2100).contains(&year) { Ok(year) } else { Err(Code::NotFound.into()) }
}

fn within(year: i32) -> sea_orm::Condition {
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    sea_orm::Condition::all()
        .add(calendar_day::Column::Date.gte(day(1, 1)))
        .add(calendar_day::Column::Date.lte(day(12, 31)))
}

/// Events need an id of what they are about; a year's is made of its number.
fn subject(year: i32) -> Subject {
    Subject::new(SUBJECT, Uuid::from_u128(u128::from(year.unsigned_abs())))
}
