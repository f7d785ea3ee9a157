//! Which days count.

use chrono::{DateTime, Utc};
use entity::community::community;
use rstest::rstest;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;
use support::Cast;

use super::{at, field, instant};

/// Until when a wish of this category has to be answered and solved, in the usual community.
async fn deadlines(cast: &Cast, category: &str) -> (DateTime<Utc>, DateTime<Utc>) {
    let body = json!({ "category": category, "title": "楼道灯坏了", "body": "晚上回家看不清台阶。" });
    let id = cast.author.post("/wishes", body).await.expect(201).string("/wish/id");
    let wish = cast.staff.get(format!("/wishes/{id}")).await.expect(200);
    (field(&wish, "respondDueAt"), field(&wish, "solveDueAt"))
}

/// Repairs are answered within one working day and solved within five. Holidays in 2026: 25 to 27
/// September, 1 to 7 October; Sunday 20 September and Saturday 10 October are worked in return.
#[rstest]
#[case::over_national_day(
    "2026-09-30T10:00:00+08:00",
    "repair",
    "2026-10-09T00:00:00+08:00",
    "2026-10-14T00:00:00+08:00"
)]
#[case::within_the_holiday(
    "2026-10-03T12:00:00+08:00",
    "repair",
    "2026-10-09T00:00:00+08:00",
    "2026-10-14T00:00:00+08:00"
)]
#[case::ten_days_over_it(
    "2026-09-30T10:00:00+08:00",
    "goods",
    "2026-10-10T00:00:00+08:00",
    "2026-10-21T00:00:00+08:00"
)]
#[case::before_a_worked_sunday(
    "2026-09-18T20:00:00+08:00",
    "repair",
    "2026-09-21T00:00:00+08:00",
    "2026-09-25T00:00:00+08:00"
)]
#[case::over_both_holidays(
    "2026-09-24T09:00:00+08:00",
    "repair",
    "2026-09-29T00:00:00+08:00",
    "2026-10-10T00:00:00+08:00"
)]
#[case::late_on_a_worked_saturday(
    "2026-10-10T23:59:00+08:00",
    "repair",
    "2026-10-13T00:00:00+08:00",
    "2026-10-17T00:00:00+08:00"
)]
#[case::over_new_year("2026-12-30T10:00:00+08:00", "repair", "2027-01-01T00:00:00+08:00", "2027-01-08T00:00:00+08:00")]
#[case::before_midnight_of_new_year(
    "2026-12-31T23:59:00+08:00",
    "repair",
    "2027-01-05T00:00:00+08:00",
    "2027-01-09T00:00:00+08:00"
)]
#[case::after_midnight_of_new_year(
    "2027-01-01T00:00:01+08:00",
    "repair",
    "2027-01-05T00:00:00+08:00",
    "2027-01-09T00:00:00+08:00"
)]
#[tokio::test]
async fn a_deadline_ends_with_its_last_working_day(
    #[case] submitted: &str,
    #[case] category: &str,
    #[case] respond: &str,
    #[case] solve: &str,
) {
    let (_app, cast) = at(submitted).await;
    assert_eq!(deadlines(&cast, category).await, (instant(respond), instant(solve)));
}

/// The day begins and ends where the community lies.
#[rstest]
#[case::west_of_beijing("Asia/Urumqi", "2026-09-30T17:00:00Z", "2026-10-08T18:00:00Z", "2026-10-13T18:00:00Z")]
#[case::the_same_instant_in_beijing(
    "Asia/Shanghai",
    "2026-10-12T16:30:00Z",
    "2026-10-14T16:00:00Z",
    "2026-10-20T16:00:00Z"
)]
#[case::is_the_day_before_in_urumqi(
    "Asia/Urumqi",
    "2026-10-12T16:30:00Z",
    "2026-10-13T18:00:00Z",
    "2026-10-19T18:00:00Z"
)]
#[case::when_the_clocks_go_back(
    "America/New_York",
    "2026-10-30T15:00:00Z",
    "2026-11-03T05:00:00Z",
    "2026-11-07T05:00:00Z"
)]
#[tokio::test]
async fn a_day_is_a_day_in_the_communitys_zone(
    #[case] zone: &str,
    #[case] submitted: &str,
    #[case] respond: &str,
    #[case] solve: &str,
) {
    let (app, cast) = at(submitted).await;
    let id = cast.author.community.expect("no community");
    let row = community::Entity::find_by_id(id).one(&app.kernel().db).await.expect("no query").expect("no community");
    let mut row = row.into_active_model();
    row.time_zone = Set(zone.to_owned());
    row.update(&app.kernel().db).await.expect("not changed");
    assert_eq!(deadlines(&cast, "repair").await, (instant(respond), instant(solve)));
}
