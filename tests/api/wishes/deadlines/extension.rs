//! More time, on request.

use entity::wishes::WishStatus;
use serde_json::{Value, json};
use support::{Answer, Cast, Wish};

use super::{at, field, instant, seen};

/// Asks for so many working days and has them decided by somebody else.
async fn extend(cast: &Cast, wish: &Wish, days: i32, decision: &str, body: Value) -> Answer {
    let ask = json!({ "days": days, "reason": "等配件" });
    let asked = cast.helper.moves(wish, "extend", ask).await.expect(200);
    let last = asked["extensions"].as_array().and_then(|all| all.last()).expect("no extension");
    let id = last["id"].as_str().expect("no id");
    cast.leader.post(format!("/wish-extensions/{id}/{decision}"), body).await.expect(200)
}

#[tokio::test]
async fn more_time_is_counted_in_working_days_from_the_deadline_on() {
    let (app, cast) = at("2026-09-30T10:00:00+08:00").await;
    let wish = app.given_wish(&cast, WishStatus::Claimed).await;
    app.set_clock("2026-10-12T09:00:00+08:00");
    extend(&cast, &wish, 5, "reject", json!({ "reason": "再想想办法" })).await;
    assert_eq!(field(&seen(&cast, &wish).await, "solveDueAt"), instant("2026-10-14T00:00:00+08:00"));
    extend(&cast, &wish, 5, "approve", json!({})).await;
    let longer = seen(&cast, &wish).await;
    assert_eq!(field(&longer, "solveDueAt"), instant("2026-10-21T00:00:00+08:00"));
    assert_eq!(field(&longer, "/claim/expiresAt"), instant("2026-10-21T00:00:00+08:00"), "the claim lives as long");
}

#[tokio::test]
async fn more_time_goes_over_the_end_of_the_year() {
    let (app, cast) = at("2026-12-23T10:00:00+08:00").await;
    let wish = app.given_wish(&cast, WishStatus::Claimed).await;
    assert_eq!(field(&seen(&cast, &wish).await, "solveDueAt"), instant("2026-12-31T00:00:00+08:00"));
    extend(&cast, &wish, 3, "approve", json!({})).await;
    assert_eq!(field(&seen(&cast, &wish).await, "solveDueAt"), instant("2027-01-06T00:00:00+08:00"));
    app.set_clock("2027-01-05T23:59:00+08:00");
    app.drain().await;
    assert_eq!(seen(&cast, &wish).await["level"], "building");
    app.set_clock("2027-01-06T00:00:00+08:00");
    app.drain().await;
    assert_eq!(seen(&cast, &wish).await["level"], "compound");
}
