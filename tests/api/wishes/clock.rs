//! Moves that time makes, by the test's clock.

use std::sync::Arc;

use entity::wishes::WishStatus;
use serde_json::json;
use support::TestApp;

/// Lets the worker do all that is due.
async fn drain(app: &TestApp) {
    app.inside(async |app: Arc<api::app::App>| api::worker::drain(&app).await).await;
}

#[tokio::test]
async fn a_fulfilled_wish_is_confirmed_by_itself_after_seven_days_unrated() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Fulfilled).await;

    app.advance_days(6);
    drain(&app).await;
    assert_eq!(cast.staff.get(wish.path("")).await.expect(200)["status"], "fulfilled");
    app.advance_days(1);
    drain(&app).await;
    let confirmed = cast.staff.get(wish.path("")).await.expect(200);
    assert_eq!((&confirmed["status"], &confirmed["rating"]), (&json!("confirmed"), &json!(null)));
}

#[tokio::test]
async fn a_claim_that_nothing_comes_of_ends_and_the_wish_is_open_again() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Claimed).await;

    app.advance_days(30);
    drain(&app).await;
    let open = cast.staff.get(wish.path("")).await.expect(200);
    assert_eq!((&open["status"], &open["claim"]), (&json!("open"), &json!(null)));
}

#[tokio::test]
async fn an_overdue_wish_goes_one_level_up_once() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Open).await;

    app.advance_days(40);
    drain(&app).await;
    drain(&app).await;
    assert_eq!(cast.staff.get(wish.path("")).await.expect(200)["level"], "compound");
}

#[tokio::test]
async fn those_whom_it_concerns_are_told_once() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    app.given_wish(&cast, WishStatus::Claimed).await;
    drain(&app).await;
    drain(&app).await;

    let told = cast.author.get("/me/notifications").await.expect(200);
    let kinds: Vec<&str> = told.items().iter().filter_map(|one| one["kind"].as_str()).collect();
    assert_eq!(kinds, ["claim", "approve"]);
    assert_eq!(told["unread"], 2);
    assert_eq!(cast.leader.get("/me/notifications").await.expect(200).items()[0]["kind"], "submit");
}

#[tokio::test]
async fn what_happened_is_sealed_into_an_unbroken_chain() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    app.given_wish(&cast, WishStatus::Confirmed).await;
    drain(&app).await;

    let verdict = api::kernel::audit::verify(&app.kernel().db, |_| {}).await.expect("the chain cannot be read");
    assert_eq!((verdict.fault, verdict.unsealed), (None, 0));
    assert!(verdict.checked >= 5, "{} links", verdict.checked);
}
