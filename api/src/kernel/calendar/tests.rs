//! What the shipped days say, and what holds for every calendar.

use chrono_tz::Asia::Shanghai;
use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn calendar() -> WorkCalendar {
    WorkCalendar::from_days(shipped().ok().into_iter().flatten().cloned())
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

fn local(text: &str) -> DateTime<Utc> {
    format!("{text}+08:00").parse().unwrap_or_default()
}

#[test]
fn each_shipped_day_is_there_once_and_contradicts_its_weekday_or_names_a_holiday() {
    let days: Vec<_> = shipped().ok().into_iter().flatten().collect();
    assert_eq!(days.len(), 33 + 6 + 13);
    assert!(days.windows(2).all(|pair| pair[0].date < pair[1].date));
    let weekend = |day: &SpecialDay| matches!(day.date.weekday(), Weekday::Sat | Weekday::Sun);
    assert!(days.iter().filter(|day| day.kind == DayKind::Workday).all(|day| weekend(day)));
    assert!(days.iter().all(|day| day.provisional == (day.date.year() == 2027) && !day.source.is_empty()));
}

#[rstest]
#[case::working_day("2026-11-25T09:00:00", "2026-11-26T00:00:00")]
#[case::saturday("2026-11-28T09:00:00", "2026-12-01T00:00:00")]
#[case::make_up_sunday("2026-01-04T09:00:00", "2026-01-05T00:00:00")]
fn todays_work_is_done_by_midnight_or_after_the_days_off(#[case] now: &str, #[case] end: &str) {
    assert_eq!(calendar().end_of_working_day(local(now), Shanghai), local(end));
}

#[rstest]
#[case::make_up_sunday("2026-01-04", true)]
#[case::make_up_before_spring_festival("2026-02-14", true)]
#[case::spring_festival("2026-02-17", false)]
#[case::end_of_spring_festival("2026-02-23", false)]
#[case::back_to_work("2026-02-24", true)]
#[case::labour_day("2026-05-05", false)]
#[case::mid_autumn("2026-09-25", false)]
#[case::make_up_of_national_day("2026-10-10", true)]
#[case::plain_saturday("2026-11-28", false)]
#[case::plain_tuesday("2026-11-24", true)]
#[case::new_years_eve_2027("2027-02-05", false)]
#[case::dragon_boat_2027("2027-06-09", false)]
fn a_day_is_worked_or_not(#[case] day: &str, #[case] worked: bool) {
    assert_eq!(calendar().is_working(date(day)), worked);
}

#[rstest]
#[case::over_a_weekend("2026-11-26T10:00:00", 2, "2026-12-01T00:00:00")]
#[case::late_at_night_counts_like_the_morning("2026-11-26T23:59:59", 2, "2026-12-01T00:00:00")]
#[case::over_the_spring_festival("2026-02-13T09:00:00", 2, "2026-02-25T00:00:00")]
#[case::over_national_day("2026-09-30T09:00:00", 3, "2026-10-11T00:00:00")]
#[case::none("2026-11-26T10:00:00", 0, "2026-11-27T00:00:00")]
fn a_deadline_ends_with_its_last_working_day(#[case] from: &str, #[case] days: i32, #[case] end: &str) {
    assert_eq!(calendar().add_working_days(local(from), days, Shanghai), local(end));
}

#[test]
fn a_rest_over_the_weekend_costs_only_the_working_time() {
    let (rested, resumed) = (local("2026-11-27T12:00:00"), local("2026-11-30T06:00:00"));
    let spent = calendar().working_time_between(rested, resumed, Shanghai);
    assert_eq!(spent, Duration::hours(18));
    let due = calendar().add_working_time(local("2026-12-01T00:00:00"), spent, Shanghai);
    assert_eq!(due, local("2026-12-01T18:00:00"));
}

#[test]
fn the_databases_year_replaces_the_shipped_one_whole() {
    let own = SpecialDay {
        date: date("2027-05-08"),
        kind: DayKind::Workday,
        name: "劳动节".into(),
        source: "notice".into(),
        provisional: false,
    };
    let calendar = calendar().overlaid([own]);
    assert!(calendar.is_working(date("2027-05-08")));
    assert!(calendar.is_working(date("2027-06-09")), "not a holiday in the year's own rows");
    assert!(!calendar.is_working(date("2026-06-19")), "the other year stays");
}

fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    (0_i64..2 * 366 * 86_400).prop_map(|seconds| local("2026-01-01T00:00:00") + Duration::seconds(seconds))
}

proptest! {
    #[test]
    fn a_deadline_never_ends_with_a_day_off(from in instants(), days in 1_i32..40) {
        let calendar = calendar();
        let end = calendar.add_working_days(from, days, Shanghai);
        let last = (end - Duration::seconds(1)).with_timezone(&Shanghai).date_naive();
        prop_assert!(calendar.is_working(last));
        prop_assert!(end > from);
    }

    #[test]
    fn who_starts_later_or_has_more_days_is_never_due_earlier(a in instants(), b in instants(), days in 0_i32..40) {
        let calendar = calendar();
        let (early, late) = (a.min(b), a.max(b));
        let due = |from, days| calendar.add_working_days(from, days, Shanghai);
        prop_assert!(due(early, days) <= due(late, days));
        prop_assert!(due(early, days) <= due(early, days + 1));
    }

    #[test]
    fn working_time_added_is_working_time_passed(from in instants(), hours in 0_i64..500) {
        let calendar = calendar();
        let span = Duration::hours(hours);
        let to = calendar.add_working_time(from, span, Shanghai);
        prop_assert_eq!(calendar.working_time_between(from, to, Shanghai), span);
    }
}
