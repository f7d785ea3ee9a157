//! What tests start from is itself tested: every way to every state, the worker, the clock.

use std::time::Duration;

use entity::wishes::WishStatus;
use support::TestApp;

#[tokio::test]
async fn a_wish_can_be_given_in_every_state() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    for status in WishStatus::ALL {
        app.given_wish(&cast, *status).await;
    }
    app.drain().await;
}

#[tokio::test]
async fn people_can_still_ask_when_the_clock_has_moved_a_year() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let resident = app.resident(&grid).await;
    app.advance(Duration::from_secs(365 * 24 * 60 * 60));
    assert_eq!(resident.get("/wishes").await.status, 200);
}
