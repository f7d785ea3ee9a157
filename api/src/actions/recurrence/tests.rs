//! Against days written down by hand from the calendar of 2026, and what holds for every rule.

use chrono::Datelike;
use chrono_tz::Asia::Shanghai;
use entity::actions::HolidayRule::{Keep, Move, Skip};
use entity::actions::Occurrence::{Kept, Merged, Moved, Skipped};
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::kernel::calendar::shipped;

fn calendar() -> WorkCalendar {
    WorkCalendar::from_days(shipped().ok().into_iter().flatten().cloned())
}

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

fn days(rule: &str, first: &str) -> Option<Vec<String>> {
    let days = Rule::parse(rule, Shanghai).and_then(|rule| rule.days(on(first))).ok()?;
    Some(days.iter().map(ToString::to_string).collect())
}

#[rstest]
#[case::every_second_saturday("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;COUNT=3", "2026-12-05", &["2026-12-05", "2026-12-19", "2027-01-02"])]
#[case::the_first_day_need_not_fit("FREQ=WEEKLY;BYDAY=SA;COUNT=2", "2026-12-02", &["2026-12-05", "2026-12-12"])]
#[case::last_friday_of_the_month("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "2026-11-26", &["2026-11-27", "2026-12-25", "2027-01-29"])]
#[case::the_31st_where_there_is_one("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", "2026-08-01", &["2026-08-31", "2026-10-31", "2026-12-31"])]
#[case::last_working_day_by_position("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", "2026-11-26", &["2026-11-30", "2026-12-31"])]
#[case::until_is_a_day_and_counts("FREQ=DAILY;UNTIL=20261203", "2026-12-01", &["2026-12-01", "2026-12-02", "2026-12-03"])]
#[case::until_is_an_instant_of_the_zone("RRULE:FREQ=DAILY;UNTIL=20261202T160000Z", "2026-12-01", &["2026-12-01", "2026-12-02", "2026-12-03"])]
#[case::until_is_a_local_time("freq=daily;until=20261203T080000", "2026-12-01", &["2026-12-01", "2026-12-02", "2026-12-03"])]
#[case::leap_day("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28;COUNT=2", "2026-02-01", &["2026-02-28", "2027-02-28"])]
fn a_rule_names_these_days(#[case] rule: &str, #[case] first: &str, #[case] named: &[&str]) {
    assert_eq!(days(rule, first).unwrap_or_default(), named);
}

#[rstest]
#[case::without_an_end("FREQ=DAILY")]
#[case::with_two_ends("FREQ=DAILY;COUNT=3;UNTIL=20261203")]
#[case::within_a_day("FREQ=HOURLY;COUNT=3")]
#[case::at_a_time("FREQ=DAILY;BYHOUR=8;COUNT=3")]
#[case::too_many("FREQ=DAILY;COUNT=121")]
#[case::far_too_many("FREQ=DAILY;COUNT=4294967295")]
#[case::too_far("FREQ=MONTHLY;COUNT=15")]
#[case::until_too_far("FREQ=MONTHLY;UNTIL=20991231")]
#[case::until_long_ago("FREQ=MONTHLY;UNTIL=20201231")]
#[case::never("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1")]
#[case::twice("FREQ=DAILY;FREQ=WEEKLY;COUNT=2")]
#[case::interval_of_nothing("FREQ=DAILY;INTERVAL=0;COUNT=2")]
#[case::count_of_nothing("FREQ=DAILY;COUNT=0")]
#[case::two_lines("FREQ=DAILY;COUNT=2\nEXRULE:FREQ=DAILY")]
#[case::empty("")]
#[case::no_rule("每周六")]
fn what_does_not_end_soon_is_no_rule_here(#[case] rule: &str) {
    assert_eq!(days(rule, "2026-12-01"), None);
}

/// National day 2026: off from Thursday, 1 October to Wednesday, 7 October; worked on Saturday, 10 October.
#[rstest]
#[case::skip(Skip, &[("2026-09-24", Kept, Some("2026-09-24")), ("2026-10-01", Skipped, None), ("2026-10-08", Kept, Some("2026-10-08"))])]
#[case::keep(Keep, &[("2026-09-24", Kept, Some("2026-09-24")), ("2026-10-01", Kept, Some("2026-10-01")), ("2026-10-08", Kept, Some("2026-10-08"))])]
#[case::moved_onto_the_next_one(Move, &[("2026-09-24", Kept, Some("2026-09-24")), ("2026-10-01", Merged, None), ("2026-10-08", Kept, Some("2026-10-08"))])]
fn thursdays_around_national_day(#[case] rule: HolidayRule, #[case] expected: &[(&str, Occurrence, Option<&str>)]) {
    let thursdays = [on("2026-09-24"), on("2026-10-01"), on("2026-10-08")];
    let planned = plan(&thursdays, rule, &calendar());
    let told: Vec<_> = planned.iter().map(|day| (day.planned_on, day.outcome, day.held_on)).collect();
    let expected: Vec<_> = expected.iter().map(|(day, outcome, held)| (on(day), *outcome, held.map(on))).collect();
    assert_eq!(told, expected);
    assert_eq!(planned[1].holiday.as_deref(), Some("国庆节"));
}

#[rstest]
// The holidays end on Wednesday, 7 October; Thursday is worked.
#[case::after_national_day("2026-10-03", "2026-10-08")]
// New year 2026 is off from Thursday to Saturday; Sunday, 4 January is worked to make up for it.
#[case::onto_a_make_up_sunday("2026-01-02", "2026-01-04")]
// Spring festival: off from 15 to 23 February.
#[case::after_spring_festival("2026-02-17", "2026-02-24")]
// Dragon boat: off from Friday, 19 June to Sunday.
#[case::over_a_weekend("2026-06-19", "2026-06-22")]
fn a_holiday_is_moved_to_the_next_working_day(#[case] day: &str, #[case] held: &str) {
    let planned = plan(&[on(day)], Move, &calendar());
    assert_eq!((planned[0].outcome, planned[0].held_on), (Moved, Some(on(held))));
}

#[test]
fn a_plain_weekend_and_a_worked_one_are_no_holidays() {
    for day in ["2026-11-28", "2026-10-10"] {
        assert_eq!(plan(&[on(day)], Move, &calendar())[0].outcome, Kept, "{day}");
    }
}

#[test]
fn later_is_the_same_time_of_day() {
    let at = "2026-12-31T16:30:00Z".parse::<DateTime<Utc>>().unwrap_or_default();
    assert_eq!(later(at, 31, Shanghai).map(|at| at.to_rfc3339()), Some("2027-01-31T16:30:00+00:00".to_owned()));
    // Spring forward: there is no 02:30 in Berlin on 28 March 2027.
    let at = "2027-03-27T01:30:00Z".parse::<DateTime<Utc>>().unwrap_or_default();
    let berlin = chrono_tz::Europe::Berlin;
    assert_eq!(later(at, 1, berlin).map(|at| at.to_rfc3339()), Some("2027-03-28T01:30:00+00:00".to_owned()));
}

fn rules() -> impl Strategy<Value = String> {
    let frequency = prop::sample::select(FREQUENCIES.to_vec());
    let week = prop::sample::subsequence(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"], 0..4);
    let ends = prop_oneof![(1_u32..150).prop_map(|n| format!("COUNT={n}")), Just("UNTIL=20270930".to_owned())];
    (frequency, 1_u16..5, week, ends).prop_map(|(frequency, interval, week, ends)| {
        let by = if week.is_empty() { String::new() } else { format!(";BYDAY={}", week.join(",")) };
        format!("FREQ={frequency};INTERVAL={interval};{ends}{by}")
    })
}

fn firsts() -> impl Strategy<Value = NaiveDate> {
    (0_i64..400).prop_map(|days| on("2026-01-01") + Duration::days(days))
}

proptest! {
    #[test]
    fn days_rise_within_bounds_and_fall_on_the_weekdays_that_the_rule_names(rule in rules(), first in firsts()) {
        let Ok(days) = Rule::parse(&rule, Shanghai).and_then(|rule| rule.days(first)) else { return Ok(()) };
        prop_assert!(!days.is_empty() && days.len() <= usize::from(MOST));
        prop_assert!(days[0] >= first && days.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(*days.last().unwrap_or(&first) <= first + Duration::days(REACH));
        if let Some((_, week)) = rule.split_once("BYDAY=") {
            let name = |day: &NaiveDate| day.weekday().to_string()[..2].to_uppercase();
            prop_assert!(days.iter().all(|day| week.contains(&name(day))));
        }
    }

    #[test]
    fn nothing_takes_place_twice_a_day_nor_on_a_holiday_that_is_not_kept(rule in rules(), first in firsts()) {
        let Ok(days) = Rule::parse(&rule, Shanghai).and_then(|rule| rule.days(first)) else { return Ok(()) };
        let calendar = calendar();
        for holidays in [Skip, Move, Keep] {
            let planned = plan(&days, holidays, &calendar);
            prop_assert_eq!(planned.len(), days.len());
            let held: Vec<NaiveDate> = planned.iter().filter_map(|day| day.held_on).collect();
            prop_assert_eq!(held.iter().collect::<BTreeSet<_>>().len(), held.len());
            prop_assert!(holidays == Keep || held.iter().all(|day| calendar.holiday(*day).is_none()));
            prop_assert!(planned.iter().all(|day| day.held_on.is_none_or(|held| held >= day.planned_on)));
            prop_assert!(planned.iter().all(|day| (day.outcome == Kept) == (day.held_on == Some(day.planned_on))));
            let moved = planned.iter().filter(|day| day.outcome == Moved).filter_map(|day| day.held_on);
            prop_assert!(moved.into_iter().all(|day| calendar.is_working(day)));
        }
    }

    #[test]
    fn whatever_is_written_is_refused_or_ends(text in "[A-Z0-9=;,+:-]{0,60}") {
        let _ = Rule::parse(&text, Shanghai).and_then(|rule| rule.days(on("2026-12-01")));
    }
}
