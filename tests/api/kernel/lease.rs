//! A job that one replica does at a time.

use std::time::Duration;

use api::kernel::lease;
use futures_util::future::join_all;
use support::TestApp;

/// Guard: the condition of the take-over, within one statement.
#[tokio::test]
async fn one_of_twenty_holds_the_lease_and_keeps_it() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let both = [app.kernel(), replica.kernel()];
    let owners: Vec<String> = (0..20).map(|number| format!("replica {number}")).collect();
    let held = join_all((0..20).map(|turn| lease::hold(both[turn % 2], "job", &owners[turn]))).await;
    let held: Vec<usize> = (0..20).filter(|turn| matches!(held[*turn], Ok(true))).collect();
    assert_eq!(held.len(), 1, "{held:?}");
    let holder = &owners[held[0]];
    assert_eq!(lease::hold(both[1], "job", holder).await.ok(), Some(true), "the holder keeps it");
    assert_eq!(lease::hold(both[0], "another job", "somebody").await.ok(), Some(true));
}

#[tokio::test]
async fn a_holder_that_is_not_heard_of_for_fifteen_seconds_has_lost_it() {
    let app = TestApp::spawn().await;
    let hold = async |owner| lease::hold(app.kernel(), "job", owner).await.ok();
    assert_eq!(hold("one").await, Some(true));
    app.advance(Duration::from_secs(9));
    assert_eq!(hold("other").await, Some(false));
    assert_eq!(hold("one").await, Some(true));
    app.advance(Duration::from_secs(9));
    assert_eq!(hold("other").await, Some(false), "it was renewed");
    app.advance(Duration::from_secs(7));
    assert_eq!(hold("other").await, Some(true));
    assert_eq!(hold("one").await, Some(false));
}
