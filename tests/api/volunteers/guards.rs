//! What must hold with many at once. Each test goes red without its guard, which it names.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;
use support::TestApp;

/// Guard: the lock on the community's row while a number is chosen (PostgreSQL), the one writer (SQLite). Without
/// it two choose the same number and the unique index refuses one of them.
#[tokio::test]
async fn of_thirty_who_register_at_once_each_gets_a_number_of_their_own() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let mut people = Vec::new();
    for turn in 0..30 {
        let person = app.resident(&grid).await;
        people.push(if turn % 2 == 0 { person } else { person.at(&replica) });
    }
    let answers = join_all(people.iter().map(|person| person.registers(json!({})))).await;
    let numbers: BTreeSet<String> = answers.into_iter().map(|answer| answer.expect(201).string("number")).collect();
    assert_eq!(numbers.len(), 30);
}

/// Guard: the unique index on live consents and, behind it, that on the account of a volunteer; each suffices.
#[tokio::test]
async fn who_registers_twenty_times_at_once_is_one_volunteer() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let person = app.resident(&grid).await;
    let twins = [person.clone(), person.at(&replica)];
    let answers = join_all((0..20).map(|turn| twins[turn % 2].registers(json!({})))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.refusal() == (409, "already_exists")).count(), 19);
}
