//! What tests start from is itself tested: every way to every state.

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
}
