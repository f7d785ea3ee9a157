//! The working-day calendar: weekends, 法定节假日 and 调休 make-up days. Deadlines of
//! `domain.md` section 3 run on it.
//!
//! The days that siwei ships lie in `calendar/days.csv`, each with its source. A year
//! that the database has rows for is taken from there, whole, so that an
//! announcement can be entered without a new release.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use entity::kernel::{DayKind, calendar_day};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde::Deserialize;

use crate::error::{Code, Result};

/// A day that is not what its weekday says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SpecialDay {
    /// The day.
    pub date: NaiveDate,
    /// Off, or worked although it is a weekend.
    pub kind: DayKind,
    /// The holiday it belongs to.
    pub name: String,
    /// Where this is laid down.
    pub source: String,
    /// Not yet announced officially.
    pub provisional: bool,
}

impl From<calendar_day::Model> for SpecialDay {
    fn from(row: calendar_day::Model) -> Self {
        let calendar_day::Model { date, kind, name, source, provisional } = row;
        Self { date, kind, name, source, provisional }
    }
}

static SHIPPED: LazyLock<Result<Vec<SpecialDay>, csv::Error>> = LazyLock::new(|| {
    let file = include_str!("calendar/days.csv");
    csv::Reader::from_reader(file.as_bytes()).deserialize().collect()
});

/// The days that siwei ships.
pub fn shipped() -> Result<&'static [SpecialDay]> {
    match &*SHIPPED {
        Ok(days) => Ok(days),
        Err(error) => Err(Code::Internal.error().cause(anyhow::anyhow!("calendar/days.csv: {error}"))),
    }
}

/// Knows which days are worked.
#[derive(Clone, Debug, Default)]
pub struct WorkCalendar {
    days: BTreeMap<NaiveDate, SpecialDay>,
}

impl WorkCalendar {
    /// The calendar in force: the shipped days, each year replaced by the database's own where it has any.
    pub async fn load(conn: &impl ConnectionTrait) -> Result<Self> {
        let own = calendar_day::Entity::find().all(conn).await?;
        Ok(Self::from_days(shipped()?.iter().cloned()).overlaid(own.into_iter().map(SpecialDay::from)))
    }

    /// A calendar of these special days.
    pub fn from_days(days: impl IntoIterator<Item = SpecialDay>) -> Self {
        Self { days: days.into_iter().map(|day| (day.date, day)).collect() }
    }

    fn overlaid(mut self, days: impl IntoIterator<Item = SpecialDay>) -> Self {
        let own = Self::from_days(days);
        let owned = |date: NaiveDate| own.days.keys().any(|day| day.year() == date.year());
        self.days.retain(|date, _| !owned(*date));
        self.days.extend(own.days);
        self
    }

    /// The special days of a year, in order.
    pub fn year(&self, year: i32) -> impl Iterator<Item = &SpecialDay> {
        self.days.values().filter(move |day| day.date.year() == year)
    }

    /// The public holiday that this day is off for; a plain weekend is none.
    pub fn holiday(&self, date: NaiveDate) -> Option<&SpecialDay> {
        self.days.get(&date).filter(|day| day.kind == DayKind::Holiday)
    }

    /// Whether people work on this day.
    pub fn is_working(&self, date: NaiveDate) -> bool {
        match self.days.get(&date).map(|day| day.kind) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::Workday) => true,
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// When a deadline of `n` working days ends: at the end (24:00, local) of the `n`-th
    /// working day after the day of `from`. With `n` below one it ends with the day of `from`.
    pub fn add_working_days(&self, from: DateTime<Utc>, n: i32, zone: Tz) -> DateTime<Utc> {
        let start = from.with_timezone(&zone).date_naive();
        let days = start.iter_days().skip(1).filter(|day| self.is_working(*day));
        let last = usize::try_from(n - 1).ok().and_then(|n| days.take(n + 1).last()).unwrap_or(start);
        end_of(last, zone)
    }

    /// Until when today's work is done: 24:00, local, of the day of `now`, or, on a day off, of the next working day.
    pub fn end_of_working_day(&self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let today = now.with_timezone(&zone).date_naive();
        self.add_working_days(now, i32::from(!self.is_working(today)), zone)
    }

    /// The part of the span that lies on working days; a working day counts whole, 24 hours.
    pub fn working_time_between(&self, from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> Duration {
        let mut total = Duration::zero();
        for day in from.with_timezone(&zone).date_naive().iter_days() {
            let (begin, end) = (begin_of(day, zone).max(from), end_of(day, zone).min(to));
            if begin >= to {
                break;
            }
            if self.is_working(day) {
                total += (end - begin).max(Duration::zero());
            }
        }
        total
    }

    /// The instant that lies `span` of working time behind `from`: a deadline that rested
    /// goes on with `add_working_time(due, working_time_between(rested, resumed))`.
    pub fn add_working_time(&self, from: DateTime<Utc>, span: Duration, zone: Tz) -> DateTime<Utc> {
        // The instant before `from`: a deadline at 24:00 belongs to the day that it ends.
        let start = (from - Duration::microseconds(1)).with_timezone(&zone).date_naive();
        let mut rest = span;
        for day in start.iter_days() {
            if rest <= Duration::zero() {
                break;
            }
            let (begin, end) = (begin_of(day, zone).max(from), end_of(day, zone));
            if self.is_working(day) && rest <= end - begin {
                return begin + rest;
            }
            if self.is_working(day) {
                rest -= end - begin;
            }
        }
        from
    }
}

/// The first instant of a local day; in zones that skip midnight it is the first one there is.
fn begin_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let local = zone.from_local_datetime(&midnight).earliest();
    let local = local.or_else(|| zone.from_local_datetime(&(midnight + Duration::hours(1))).earliest());
    local.map_or_else(|| midnight.and_utc(), |local| local.to_utc())
}

/// 24:00 of a local day: the first instant of the next.
fn end_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    begin_of(day.succ_opt().unwrap_or(day), zone)
}

#[cfg(test)]
mod tests;
