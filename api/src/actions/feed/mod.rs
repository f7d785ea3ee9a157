//! Shifts as a calendar reads them (RFC 5545): what a person signed up for, what a community does.
//! Instants are in UTC, so that no calendar need know the zone.

mod contents;

use chrono::{DateTime, Duration, Utc};
use icalendar::{Calendar, Component, Event, Property};
use uuid::Uuid;

use super::ground::Spot;

pub use contents::{of_community, of_person};

/// How the answer names its kind.
pub const MIME: &str = "text/calendar; charset=utf-8";

/// Who wrote it.
const PRODUCT: &str = "-//siwei//actions//ZH";

/// Calendars ask again after so long.
const ASK_AGAIN: Duration = Duration::hours(1);

/// How sure it is that somebody will be there, and whether the time is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It takes place, and whoever reads this takes part.
    Taken,
    /// A place is held, but not accepted yet.
    Held,
    /// Whoever reads this waits for a place.
    Hoped,
    /// It takes place; whoever reads this may take part.
    Open,
    /// It does not.
    Off,
}

impl Certainty {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Taken => ("CONFIRMED", "OPAQUE"),
            Self::Held => ("TENTATIVE", "OPAQUE"),
            Self::Hoped => ("TENTATIVE", "TRANSPARENT"),
            Self::Open => ("CONFIRMED", "TRANSPARENT"),
            Self::Off => ("CANCELLED", "TRANSPARENT"),
        }
    }
}

/// One line of a calendar.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The same for as long as it is the same thing.
    pub uid: Uuid,
    /// Grows with every change.
    pub sequence: i32,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// In a line.
    pub title: String,
    /// What else there is to know.
    pub about: String,
    /// Where people meet.
    pub place: String,
    /// The same on the map.
    pub spot: Option<Spot>,
    /// How sure it is.
    pub certainty: Certainty,
}

/// The calendar of that name. What is the same is printed the same, so that its ETag stays.
pub fn print(name: &str, entries: &[Entry]) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("X-WR-CALNAME", name)] {
        calendar.append_property(Property::new(key, plain(value)));
    }
    calendar.ttl(&ASK_AGAIN);
    calendar.extend(entries.iter().map(event));
    calendar.to_string()
}

fn event(entry: &Entry) -> Event {
    let instant = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
    let (status, transparency) = entry.certainty.words();
    let mut event = Event::new();
    event
        .add_property("UID", entry.uid.to_string())
        .add_property("SEQUENCE", entry.sequence.to_string())
        .add_property("DTSTAMP", instant(entry.changed_at))
        .add_property("LAST-MODIFIED", instant(entry.changed_at))
        .add_property("DTSTART", instant(entry.starts_at))
        .add_property("DTEND", instant(entry.ends_at))
        .add_property("SUMMARY", plain(&entry.title))
        .add_property("DESCRIPTION", plain(&entry.about))
        .add_property("LOCATION", plain(&entry.place))
        .add_property("STATUS", status)
        .add_property("TRANSP", transparency);
    if let Some(spot) = entry.spot {
        let (lat, lng) = spot.in_wgs84();
        event.add_property("GEO", format!("{lat:.6};{lng:.6}"));
    }
    event.done()
}

/// Without what a line of a calendar cannot hold.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|sign| *sign == '\n' || !sign.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, certainty: Certainty) -> Entry {
        let at = DateTime::UNIX_EPOCH;
        let spot = Spot { lat: 43_881_000, lng: 125_352_000, datum: entity::wishes::Datum::Gcj02 };
        Entry {
            uid: Uuid::nil(),
            sequence: 3,
            changed_at: at,
            starts_at: at,
            ends_at: at + Duration::hours(2),
            title: title.to_owned(),
            about: "一行\r\n两行; 逗号, 反斜线\\\u{7}".to_owned(),
            place: "广场".repeat(40),
            spot: Some(spot),
            certainty,
        }
    }

    #[test]
    fn lines_end_in_crlf_and_none_is_longer_than_75_octets_or_cuts_a_character() {
        let printed = print("名, 字", &[entry(&"读书日".repeat(30), Certainty::Taken)]);
        assert!(printed.ends_with("END:VCALENDAR\r\n"));
        for line in printed.trim_end().split("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
        }
        assert!(printed.contains("X-WR-CALNAME:名\\, 字\r\n"));
    }

    #[test]
    fn what_is_the_same_is_printed_the_same() {
        let print = || print("a", &[entry("b", Certainty::Hoped)]);
        assert_eq!(print(), print());
        assert!(print().contains("STATUS:TENTATIVE\r\n") && print().contains("TRANSP:TRANSPARENT\r\n"));
    }
}
