//! What must hold of a vote with many at once. Each test goes red without its guard, which it names.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::deliberations::{ballot, deliberation};
use entity::kernel::event;
use futures_util::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use support::{Answer, Building, Deliberation, Person, TestApp};

/// Fifty at the same time.
const CROWD: usize = 50;

/// A vote on two replicas, with people who may vote at either.
struct Poll {
    app: TestApp,
    replica: TestApp,
    matter: Deliberation,
    staff: Person,
    voters: Vec<Person>,
}

async fn poll(voters: usize, more: Value) -> Poll {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let building: Building = app.given_building(&grid).await;
    let (author, staff) = (app.resident_in(&building).await, app.staff(&grid).await);
    let mut people = Vec::new();
    for turn in 0..voters {
        let at = if turn % 2 == 0 { &app } else { &replica };
        people.push(app.resident_in(&building).await.at(at));
    }
    let matter = app.given_vote(&author, &building, &staff, more).await;
    Poll { app, replica, matter, staff, voters: people }
}

impl Poll {
    async fn rows(&self) -> Vec<ballot::Model> {
        ballot::Entity::find().all(&self.app.kernel().db).await.expect("no ballots are read")
    }

    async fn row(&self) -> deliberation::Model {
        let found = deliberation::Entity::find_by_id(self.matter.id).one(&self.app.kernel().db).await;
        found.expect("no matter is read").expect("no matter")
    }

    async fn events(&self, verb: &str) -> u64 {
        let of_verb = event::Entity::find().filter(event::Column::Verb.eq(verb));
        of_verb.count(&self.app.kernel().db).await.expect("no events are counted")
    }

    /// Both replicas, each with the same clock.
    fn set_clocks(&self, at: DateTime<Utc>) {
        for app in [&self.app, &self.replica] {
            app.set_clock(&at.to_rfc3339());
        }
    }
}

fn agree() -> Value {
    json!({"kind": "agree"})
}

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

/// Guard: the unique index on voter and deliberation.
#[tokio::test]
async fn fifty_ballots_of_one_voter_are_one() {
    let poll = poll(1, json!({})).await;
    let both = [&poll.app, &poll.replica].map(|app| poll.voters[0].at(app));
    let answers = join_all((0..CROWD).map(|turn| both[turn % 2].votes(&poll.matter, agree()))).await;
    assert_eq!(count(&answers, 201), 1);
    assert!(answers.iter().all(|answer| answer.status == 201 || answer["code"] == "already_voted"));
    assert_eq!(poll.rows().await.len(), 1);
    assert_eq!(poll.events("cast").await, 1);
}

/// Guard: the lock on the ballot's row: each change sees the one before, none gets its number.
#[tokio::test]
async fn of_fifty_changes_each_has_its_own_number() {
    let poll = poll(1, json!({"changeable": true})).await;
    let both = [&poll.app, &poll.replica].map(|app| poll.voters[0].at(app));
    both[0].votes(&poll.matter, agree()).await.expect(201);
    let answers = join_all((0..CROWD).map(|turn| both[turn % 2].votes(&poll.matter, agree()))).await;
    let mut numbers: Vec<u64> = answers.iter().filter_map(|answer| answer["receipt"]["sequence"].as_u64()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (2..=1 + CROWD as u64).collect::<Vec<_>>());
    let rows = poll.rows().await;
    assert_eq!((rows.len(), rows[0].sequence), (1, 1 + CROWD as i32));
    let last = answers.iter().find(|answer| answer["receipt"]["sequence"] == rows[0].sequence).expect("no last one");
    assert_eq!(last["receipt"]["leaf"].as_str(), rows[0].leaf.as_deref(), "the last one counts");
}

/// Guard: an idempotency key commits with its ballot.
#[tokio::test]
async fn fifty_retries_with_one_key_get_one_receipt() {
    let poll = poll(1, json!({})).await;
    let both = [&poll.app, &poll.replica].map(|app| poll.voters[0].at(app));
    let path = poll.matter.path("ballots");
    let body = json!({"choice": agree()});
    let send = |turn: usize| both[turn % 2].request(reqwest::Method::POST, &path).key("one").json(&body).send();
    let answers = join_all((0..CROWD).map(send)).await;
    let receipts: Vec<_> =
        answers.iter().filter(|answer| answer.status == 201).map(|one| one["receipt"].clone()).collect();
    assert!(!receipts.is_empty() && receipts.iter().all(|receipt| *receipt == receipts[0]));
    assert!(answers.iter().all(|answer| answer.status == 201 || answer["code"] == "still_running"), "{answers:?}");
    assert_eq!(poll.rows().await.len(), 1);
}

/// Guards: ballots share the lock on the matter, closing takes it alone; the instant is looked
/// at under the lock; ballots are counted from their rows.
#[tokio::test]
async fn around_closing_no_ballot_is_late_and_none_is_lost() {
    let poll = poll(CROWD, json!({})).await;
    let end = poll.row().await.closes_at.expect("no end");
    poll.set_clocks(end - chrono::Duration::milliseconds(120));
    let closed = Arc::new(AtomicBool::new(false));
    let closing = async {
        while !closed.load(Ordering::SeqCst) {
            let (_, _) = tokio::join!(poll.app.drain(), poll.replica.drain());
            tokio::time::sleep(Duration::from_millis(1)).await;
            closed.store(poll.row().await.counted_at.is_some(), Ordering::SeqCst);
        }
    };
    let casting = join_all(poll.voters.iter().enumerate().map(async |(turn, voter)| {
        tokio::time::sleep(Duration::from_millis(turn as u64 * 6)).await;
        voter.votes(&poll.matter, agree()).await
    }));
    let (answers, ()) = tokio::join!(casting, closing);
    let taken = count(&answers, 201);
    let refused = answers.iter().filter(|answer| matches!(answer.code(), "voting_closed" | "illegal_transition"));
    assert_eq!(taken + refused.count(), CROWD, "{answers:?}");
    let rows = poll.rows().await;
    assert_eq!(rows.len(), taken);
    assert!(rows.iter().all(|row| row.cast_at < end));
    let tally = poll.row().await.tally.expect("no tally");
    assert_eq!(tally["ballots"].as_u64(), Some(taken as u64));
    assert_eq!(poll.events("close").await, 1);

    poll.set_clocks(end - chrono::Duration::hours(1));
    let late = answers.iter().position(|answer| answer.status != 201).map(|at| &poll.voters[at]);
    if let Some(voter) = late {
        assert_eq!(
            voter.votes(&poll.matter, agree()).await.refusal(),
            (409, "illegal_transition"),
            "the clock was set back"
        );
    }
    assert_eq!(poll.rows().await.len(), taken);
}

/// Guard: the lock on the matter that ballots share: closing waits for a ballot that is under way.
#[tokio::test]
async fn a_ballot_that_is_under_way_at_the_end_is_counted() {
    let poll = poll(1, json!({})).await;
    let end = poll.row().await.closes_at.expect("no end");
    poll.app.set_clock(&(end - chrono::Duration::minutes(5)).to_rfc3339());
    poll.replica.set_clock(&end.to_rfc3339());
    let still = poll.app.standstill("ballot").await;
    let voter = poll.voters[0].at(&poll.app);
    let close = async {
        still.until_waiting(1).await;
        let meet = async {
            still.until_waiting(2).await;
            still.end().await;
        };
        tokio::join!(poll.replica.drain(), meet);
    };
    let (answer, ()) = tokio::join!(voter.votes(&poll.matter, agree()), close);
    poll.replica.drain().await;
    let tally = poll.row().await.tally.expect("no tally");
    assert_eq!(tally["ballots"].as_u64(), Some(u64::from(answer.status == 201)), "{}", answer.text());
}

/// Guard: the instant under the lock. The clock's jobs are late; the end is not.
#[tokio::test]
async fn a_ballot_after_the_end_is_refused_however_late_the_count() {
    let poll = poll(2, json!({})).await;
    let end = poll.row().await.closes_at.expect("no end");
    poll.set_clocks(end - chrono::Duration::seconds(20));
    poll.voters[0].votes(&poll.matter, agree()).await.expect(201);
    poll.set_clocks(end);
    assert_eq!(poll.voters[1].votes(&poll.matter, agree()).await.refusal(), (409, "voting_closed"));
}

/// Guard: the lock on the matter and compare-and-set on its status.
#[tokio::test]
async fn replicas_that_open_and_close_at_once_do_it_once() {
    let poll = poll(4, json!({})).await;
    for voter in &poll.voters {
        voter.votes(&poll.matter, agree()).await.expect(201);
    }
    let end = poll.row().await.closes_at.expect("no end");
    poll.set_clocks(end);
    let third = poll.app.replica().await;
    third.set_clock(&end.to_rfc3339());
    tokio::join!(poll.app.drain(), poll.replica.drain(), third.drain());
    assert_eq!((poll.events("open").await, poll.events("close").await), (1, 1));
    let detail = poll.staff.get(poll.matter.path("")).await.expect(200);
    assert_eq!((detail["status"].as_str(), detail["result"]["tally"]["ballots"].as_u64()), (Some("counted"), Some(4)));
}

/// Guard: one objection of one voter is open at a time, by a partial unique index.
#[tokio::test]
async fn fifty_objections_of_one_voter_are_one() {
    let poll = poll(1, json!({})).await;
    poll.voters[0].votes(&poll.matter, agree()).await.expect(201);
    poll.set_clocks(poll.row().await.closes_at.expect("no end"));
    poll.app.drain().await;
    poll.staff.moves_matter(&poll.matter, "publish", json!({})).await.expect(200);
    let both = [&poll.app, &poll.replica].map(|app| poll.voters[0].at(app));
    let path = poll.matter.path("objections");
    let answers = join_all((0..CROWD).map(|turn| both[turn % 2].post(&path, json!({"text": "不服"})))).await;
    assert_eq!(count(&answers, 201), 1);
    assert!(answers.iter().all(|answer| answer.status == 201 || answer["code"] == "already_objected"));
}
