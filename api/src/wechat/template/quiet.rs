//! The hours in which nobody's phone is to ring, by the clock of the community.

use chrono::{DateTime, Days, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// From one time of the day to another, over midnight when the second is the earlier one. Equal
/// ends mean that no hour is quiet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// When they begin.
    pub from: NaiveTime,
    /// When they end; no longer quiet.
    pub until: NaiveTime,
}

impl Quiet {
    /// When what is due at `at` may be sent: then, or when the quiet hours have ended.
    pub fn opening(self, at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let local = at.with_timezone(&zone);
        let time = local.time();
        let over_midnight = self.until < self.from;
        let (begun, ended) = (time >= self.from, time >= self.until);
        let quiet = if over_midnight { begun || !ended } else { begun && !ended };
        if !quiet {
            return at;
        }
        let tomorrow = if over_midnight && begun { 1 } else { 0 };
        let day = local.date_naive().checked_add_days(Days::new(tomorrow)).unwrap_or(local.date_naive());
        // An hour that the change to summer time leaves out is no reason to be late: then at once.
        let end = zone.from_local_datetime(&day.and_time(self.until)).earliest();
        end.map_or(at, |end| end.with_timezone(&Utc).max(at))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ZONE: Tz = chrono_tz::Asia::Shanghai;

    fn time(hour: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()
    }

    fn opening(quiet: Quiet, at: &str) -> String {
        let at = DateTime::parse_from_rfc3339(at).unwrap_or_default().with_timezone(&Utc);
        quiet.opening(at, ZONE).with_timezone(&ZONE).to_rfc3339()
    }

    #[test]
    fn a_night_ends_in_the_morning() {
        let night = Quiet { from: time(21), until: time(8) };
        for (at, opens) in [
            ("2026-11-26T20:59:59+08:00", "2026-11-26T20:59:59+08:00"),
            ("2026-11-26T21:00:00+08:00", "2026-11-27T08:00:00+08:00"),
            ("2026-12-31T23:30:00+08:00", "2027-01-01T08:00:00+08:00"),
            ("2026-11-27T00:00:00+08:00", "2026-11-27T08:00:00+08:00"),
            ("2026-11-27T07:59:59+08:00", "2026-11-27T08:00:00+08:00"),
            ("2026-11-27T08:00:00+08:00", "2026-11-27T08:00:00+08:00"),
        ] {
            assert_eq!(opening(night, at), opens, "{at}");
        }
    }

    #[test]
    fn a_nap_ends_on_the_same_day_and_equal_ends_are_never_quiet() {
        let nap = Quiet { from: time(12), until: time(14) };
        assert_eq!(opening(nap, "2026-11-26T12:30:00+08:00"), "2026-11-26T14:00:00+08:00");
        assert_eq!(opening(nap, "2026-11-26T11:30:00+08:00"), "2026-11-26T11:30:00+08:00");
        let never = Quiet { from: time(8), until: time(8) };
        assert_eq!(opening(never, "2026-11-26T08:00:00+08:00"), "2026-11-26T08:00:00+08:00");
    }

    proptest! {
        #[test]
        fn it_never_opens_early_nor_a_day_late_and_then_is_open(
            second in 1_700_000_000i64..1_900_000_000, from in 0u32..24, until in 0u32..24,
        ) {
            let quiet = Quiet { from: time(from), until: time(until) };
            let at = DateTime::from_timestamp(second, 0).unwrap_or_default();
            let opens = quiet.opening(at, ZONE);
            prop_assert!(opens >= at && (opens - at).num_hours() < 24);
            prop_assert_eq!(quiet.opening(opens, ZONE), opens);
        }
    }
}
