//! Deadlines rest while a wish is returned.

use chrono::Duration;
use entity::wishes::WishStatus;
use rstest::rstest;
use serde_json::json;

use super::{at, field, happened, instant, seen};

/// What rested from Friday noon to Monday at six rested for twelve hours and six: the weekend is
/// none of it. So over the national holiday.
#[rstest]
#[case::over_a_weekend(
    ["2026-11-23T10:00:00+08:00", "2026-11-27T12:00:00+08:00", "2026-11-30T06:00:00+08:00"],
    ["2026-12-01T00:00:00+08:00", "2026-12-01T18:00:00+08:00"],
)]
#[case::over_national_day(
    ["2026-09-28T10:00:00+08:00", "2026-09-30T18:00:00+08:00", "2026-10-08T09:00:00+08:00"],
    ["2026-10-11T00:00:00+08:00", "2026-10-12T15:00:00+08:00"],
)]
#[case::over_new_year(
    ["2026-12-28T10:00:00+08:00", "2026-12-31T18:00:00+08:00", "2027-01-04T06:00:00+08:00"],
    ["2027-01-06T00:00:00+08:00", "2027-01-06T12:00:00+08:00"],
)]
#[case::within_a_day_off(
    ["2026-09-30T10:00:00+08:00", "2026-10-01T08:00:00+08:00", "2026-10-05T20:00:00+08:00"],
    ["2026-10-14T00:00:00+08:00", "2026-10-14T00:00:00+08:00"],
)]
#[tokio::test]
async fn a_deadline_rests_while_the_wish_is_returned(#[case] when: [&str; 3], #[case] due: [&str; 2]) {
    let (app, cast) = at(when[0]).await;
    let wish = cast.author.submits_wish("楼道灯坏了").await;
    assert_eq!(field(&seen(&cast, &wish).await, "solveDueAt"), instant(due[0]));
    app.set_clock(when[1]);
    cast.leader.moves(&wish, "return", json!({ "reason": "请补充楼层" })).await.expect(200);
    app.set_clock(when[2]);
    let back = cast.author.moves(&wish, "resubmit", json!({})).await.expect(200);

    // The clock runs on while the test works: what it took belongs to the rest, unless nobody works.
    let late = happened(&back, "resubmit") - instant(when[2]);
    let early = happened(&back, "return") - instant(when[1]);
    let more = if due[0] == due[1] { Duration::zero() } else { late - early };
    assert_eq!(field(&back, "solveDueAt"), instant(due[1]) + more);
}

#[tokio::test]
async fn a_returned_wish_is_never_overdue() {
    let (app, cast) = at("2026-11-23T10:00:00+08:00").await;
    let wish = app.given_wish(&cast, WishStatus::Returned).await;
    app.advance_days(100);
    app.drain().await;
    let still = seen(&cast, &wish).await;
    assert_eq!((still["status"].as_str(), still["level"].as_str()), (Some("returned"), Some("building")));
}
