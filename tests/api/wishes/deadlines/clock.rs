//! What happens at the instant of a deadline, and not before.

use chrono::{DateTime, Duration, Utc};
use entity::wishes::WishStatus;
use support::Wish;

use super::{at, field, happened, instant, seen};

#[tokio::test]
async fn a_wish_is_overdue_at_the_instant_of_its_deadline_and_not_before() {
    let (app, cast) = at("2026-09-30T10:00:00+08:00").await;
    let wish = app.given_wish(&cast, WishStatus::Open).await;
    app.set_clock("2026-10-13T23:59:00+08:00");
    app.drain().await;
    assert_eq!(seen(&cast, &wish).await["level"], "building");
    app.set_clock("2026-10-14T00:00:00+08:00");
    app.drain().await;
    assert_eq!(seen(&cast, &wish).await["level"], "compound");
}

#[tokio::test]
async fn a_claim_ends_at_the_instant_and_an_unanswered_fulfilment_after_seven_days() {
    let (app, cast) = at("2026-09-30T10:00:00+08:00").await;
    let claimed = app.given_wish(&cast, WishStatus::Claimed).await;
    let fulfilled = app.given_wish(&cast, WishStatus::Fulfilled).await;
    assert_eq!(field(&seen(&cast, &claimed).await, "/claim/expiresAt"), instant("2026-10-16T00:00:00+08:00"));
    let done = happened(&seen(&cast, &fulfilled).await, "fulfil");
    assert_eq!(field(&seen(&cast, &fulfilled).await, "confirmDueAt"), done + Duration::days(7));

    let status = async |when: DateTime<Utc>, wish: &Wish| {
        app.set_clock(&when.to_rfc3339());
        app.drain().await;
        seen(&cast, wish).await["status"].clone()
    };
    assert_eq!(status(done + Duration::days(7) - Duration::seconds(60), &fulfilled).await, "fulfilled");
    assert_eq!(status(done + Duration::days(7), &fulfilled).await, "confirmed");
    assert_eq!(status(instant("2026-10-15T23:59:00+08:00"), &claimed).await, "claimed");
    assert_eq!(status(instant("2026-10-16T00:00:00+08:00"), &claimed).await, "open");
}
