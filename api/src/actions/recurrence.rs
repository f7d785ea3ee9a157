//! On which days an action repeats: a rule (RFC 5545) counted in days of the community's zone, with
//! public holidays left out or moved to the next working day (domain.md section 5).

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use entity::actions::{HolidayRule, Occurrence};
use rrule::{RRule, RRuleSet, Unvalidated};

use crate::error::{Code, Error, Result};
use crate::kernel::calendar::WorkCalendar;

/// Days that a rule may name.
pub const MOST: u16 = 120;

/// The last of them lies at most so many days behind the first.
pub const REACH: i64 = 400;

/// Letters of a rule.
const LONGEST: usize = 200;

/// What a rule may say. Times of day are said by the shifts, so nothing finer than a day is here.
const PARTS: [&str; 9] = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"];

/// How often it repeats.
const FREQUENCIES: [&str; 4] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

/// A rule that ends, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    text: String,
}

/// A day that the rule names, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The day of the rule.
    pub planned_on: NaiveDate,
    /// What becomes of it.
    pub outcome: Occurrence,
    /// The holiday that it falls on.
    pub holiday: Option<String>,
    /// That holiday's dates are not yet announced officially.
    pub provisional: bool,
    /// When it takes place; none when it does not.
    pub held_on: Option<NaiveDate>,
}

fn wrong() -> Error {
    Code::Invalid.error().at("/recurrence/rrule", Code::InvalidValue)
}

impl Rule {
    /// Reads a rule as people's programs write it. `UNTIL` is a day of `zone`, or an instant of it.
    ///
    /// # Errors
    /// `invalid` at `/recurrence/rrule` for what is no rule, repeats within a day, or does not end.
    pub fn parse(text: &str, zone: Tz) -> Result<Self> {
        let text = text.trim().to_ascii_uppercase();
        let text = text.strip_prefix("RRULE:").unwrap_or(&text);
        if text.len() > LONGEST || !text.is_ascii() {
            return Err(wrong());
        }
        let (mut parts, mut seen) = (Vec::new(), BTreeSet::new());
        for part in text.split(';') {
            let (name, value) = part.split_once('=').ok_or_else(wrong)?;
            if !PARTS.contains(&name) || !seen.insert(name) || (name == "FREQ" && !FREQUENCIES.contains(&value)) {
                return Err(wrong());
            }
            parts.push(match name {
                "UNTIL" => format!("UNTIL={}", day(value, zone).ok_or_else(wrong)?.format("%Y%m%d")),
                _ => part.to_owned(),
            });
        }
        let ends = seen.contains("COUNT") != seen.contains("UNTIL");
        if ends && seen.contains("FREQ") { Ok(Self { text: parts.join(";") }) } else { Err(wrong()) }
    }

    /// The rule as it is stored and shown: `UNTIL` is a day.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The days from `first` on.
    ///
    /// # Errors
    /// `invalid` at `/recurrence/rrule` for no days, more than [`MOST`], or some beyond [`REACH`].
    pub fn days(&self, first: NaiveDate) -> Result<Vec<NaiveDate>> {
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
        let start = first.and_time(noon).and_utc().with_timezone(&rrule::Tz::UTC);
        let rule: RRule<Unvalidated> = self.in_utc().parse().map_err(|_| wrong())?;
        let rule = rule.validate(start).map_err(|_| wrong())?;
        let within = start.checked_add_signed(Duration::days(REACH + 1)).ok_or_else(wrong)?;
        // One more than fits, and one day further: what is there is too much.
        let found = RRuleSet::new(start).rrule(rule).before(within).all(MOST + 1);
        let days: Vec<NaiveDate> = found.dates.into_iter().map(|at| at.date_naive()).collect();
        let last = first.checked_add_signed(Duration::days(REACH)).ok_or_else(wrong)?;
        let fits = (1..=usize::from(MOST)).contains(&days.len()) && days.last().is_some_and(|day| *day <= last);
        if fits && self.reaches(&days, last) { Ok(days) } else { Err(wrong()) }
    }

    /// Days are counted without a zone, which for the form's sake is called UTC.
    fn in_utc(&self) -> String {
        let part = |part: &str| if part.starts_with("UNTIL=") { format!("{part}T235959Z") } else { part.to_owned() };
        self.text.split(';').map(part).collect::<Vec<_>>().join(";")
    }

    /// Whether the rule ends with these days: its count is theirs, or its last day lies within reach.
    fn reaches(&self, days: &[NaiveDate], last: NaiveDate) -> bool {
        self.text.split(';').all(|part| match part.split_once('=') {
            Some(("COUNT", count)) => count.parse() == Ok(days.len()),
            Some(("UNTIL", until)) => until.get(..8).and_then(date).is_some_and(|until| until <= last),
            _ => true,
        })
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y%m%d").ok()
}

/// The local day that `UNTIL` means.
fn day(value: &str, zone: Tz) -> Option<NaiveDate> {
    if value.len() == 8 {
        return date(value);
    }
    let instant = value.strip_suffix('Z');
    let read = NaiveDateTime::parse_from_str(instant.unwrap_or(value), "%Y%m%dT%H%M%S").ok()?;
    Some(if instant.is_some() { read.and_utc().with_timezone(&zone).date_naive() } else { read.date() })
}

/// What becomes of each of these days.
pub fn plan(days: &[NaiveDate], holidays: HolidayRule, calendar: &WorkCalendar) -> Vec<Planned> {
    let off = |day: NaiveDate| calendar.holiday(day).filter(|_| holidays != HolidayRule::Keep).is_some();
    let mut held: BTreeSet<NaiveDate> = days.iter().copied().filter(|day| !off(*day)).collect();
    let one = |day: &NaiveDate| {
        let holiday = calendar.holiday(*day);
        let (outcome, held_on) = match (off(*day), holidays) {
            (false, _) => (Occurrence::Kept, Some(*day)),
            (true, HolidayRule::Move) => moved(*day, calendar, &mut held),
            (true, _) => (Occurrence::Skipped, None),
        };
        Planned {
            planned_on: *day,
            outcome,
            holiday: holiday.map(|day| day.name.clone()),
            provisional: holiday.is_some_and(|day| day.provisional),
            held_on,
        }
    };
    days.iter().map(one).collect()
}

/// To the next working day; where another one takes place then, the two are one.
fn moved(day: NaiveDate, calendar: &WorkCalendar, held: &mut BTreeSet<NaiveDate>) -> (Occurrence, Option<NaiveDate>) {
    match day.iter_days().skip(1).find(|day| calendar.is_working(*day)) {
        Some(next) if held.insert(next) => (Occurrence::Moved, Some(next)),
        Some(_) => (Occurrence::Merged, None),
        None => (Occurrence::Skipped, None),
    }
}

/// The same time of day so many days later, in `zone`; a time that there is not on that day is the next one.
pub fn later(at: DateTime<Utc>, days: i64, zone: Tz) -> Option<DateTime<Utc>> {
    let local = at.with_timezone(&zone).naive_local().checked_add_signed(Duration::days(days))?;
    let there = |local: NaiveDateTime| local.and_local_timezone(zone).earliest();
    there(local).or_else(|| there(local + Duration::hours(1))).map(|at| at.to_utc())
}

#[cfg(test)]
mod tests;
