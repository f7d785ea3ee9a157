//! The queue: first in, first offered; an offer has its time; cancelling gives the place away.

use std::time::Duration;

use entity::actions::SignupStatus::{self, Cancelled, Confirmed, Offered, Waitlisted};
use entity::ids::SignupId;
use serde_json::json;
use support::{Action, Person, TestApp};

/// An action with one place, and people who signed up for it in this order.
struct Queue {
    app: TestApp,
    action: Action,
    staff: Person,
    people: Vec<(Person, SignupId)>,
}

async fn queue(people: usize) -> Queue {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let action = app.given_action(&staff, 1, json!({"offerMinutes": 60})).await;
    let mut queue = Vec::new();
    for _ in 0..people {
        let person = app.given_volunteer(&grid).await;
        let signup = person.signs_up(&action).await.expect(201).signup();
        queue.push((person, signup));
    }
    Queue { app, action, staff, people: queue }
}

impl Queue {
    async fn statuses(&self) -> Vec<SignupStatus> {
        let rows = self.app.signups(self.action.role).await;
        let of = |id: SignupId| rows.iter().find(|row| row.id == id).map(|row| row.status);
        self.people.iter().filter_map(|(_, id)| of(*id)).collect()
    }

    async fn moves(&self, at: usize, verb: &str) -> support::Answer {
        let (person, id) = &self.people[at];
        let body = if verb == "cancel" { json!({"reason": "家里有事"}) } else { json!({}) };
        let answer = person.moves_signup(*id, verb, body).await;
        self.app.reconcile(self.action.role).await;
        answer
    }

    async fn passes(&self, minutes: u64) {
        self.app.advance(Duration::from_secs(minutes * 60));
        self.app.drain().await;
        self.app.reconcile(self.action.role).await;
    }
}

#[tokio::test]
async fn a_cancelled_place_is_offered_to_the_first_who_accepts_it() {
    let queue = queue(3).await;
    queue.moves(0, "cancel").await.expect(200);
    assert_eq!(queue.statuses().await, [Cancelled, Offered, Waitlisted]);
    queue.app.drain().await;
    let told = queue.people[1].0.get("/me/notifications").await.expect(200);
    assert_eq!(told["/items/0/titleZh"], "您候补的班次有空位了，请尽快接受");
    assert_eq!(queue.moves(2, "accept").await.refusal(), (409, "illegal_transition"));
    queue.moves(1, "accept").await.expect(200);
    assert_eq!(queue.statuses().await, [Cancelled, Confirmed, Waitlisted]);
}

#[tokio::test]
async fn a_declined_place_goes_to_the_next() {
    let queue = queue(3).await;
    queue.moves(0, "cancel").await.expect(200);
    queue.moves(1, "decline").await.expect(200);
    assert_eq!(queue.statuses().await, [Cancelled, Cancelled, Offered]);
}

#[tokio::test]
async fn an_offer_that_runs_out_leads_to_the_end_of_the_queue_once() {
    let queue = queue(3).await;
    queue.moves(0, "cancel").await.expect(200);
    queue.passes(60).await;
    assert_eq!(queue.statuses().await, [Cancelled, Waitlisted, Offered]);
    queue.passes(60).await;
    assert_eq!(queue.statuses().await, [Cancelled, Offered, Waitlisted], "the other has gone to the end, too");
    queue.passes(60).await;
    assert_eq!(queue.statuses().await, [Cancelled, Cancelled, Offered], "the second time is the last");
}

#[tokio::test]
async fn whoever_waits_alone_is_offered_again_at_once() {
    let queue = queue(2).await;
    queue.moves(0, "cancel").await.expect(200);
    queue.passes(60).await;
    assert_eq!(queue.statuses().await, [Cancelled, Offered], "nobody waits while a place is free");
    queue.passes(60).await;
    assert_eq!(queue.statuses().await, [Cancelled, Cancelled]);
}

/// Guard: the instant is looked at when the offer is accepted, not when the clock comes by.
#[tokio::test]
async fn an_offer_is_over_however_late_the_clock_is() {
    let queue = queue(2).await;
    queue.moves(0, "cancel").await.expect(200);
    queue.app.advance(Duration::from_secs(60 * 60));
    assert_eq!(queue.moves(1, "accept").await.refusal(), (409, "offer_over"));
}

#[tokio::test]
async fn an_offer_does_not_outlive_the_start_and_the_queue_ends_there() {
    let queue = queue(3).await;
    queue.app.advance(Duration::from_secs((48 * 60 - 30) * 60));
    queue.moves(0, "cancel").await.expect(200);
    let offer = queue.people[1].0.signup(queue.people[1].1).await;
    let shift = queue.staff.get(queue.action.path("")).await.expect(200);
    let starts: chrono::DateTime<chrono::Utc> =
        shift["startsAt"].as_str().and_then(|at| at.parse().ok()).expect("no start");
    assert_eq!(offer.offer_ends_at, Some(starts));
    queue.passes(30).await;
    assert_eq!(queue.statuses().await, [Cancelled, Cancelled, Cancelled]);
}

#[tokio::test]
async fn late_cancelling_is_remembered_and_early_is_not() {
    let queue = queue(2).await;
    queue.moves(0, "cancel").await.expect(200);
    queue.moves(1, "accept").await.expect(200);
    queue.app.advance(Duration::from_secs(25 * 60 * 60));
    queue.moves(1, "cancel").await.expect(200);
    let rows = queue.app.signups(queue.action.role).await;
    let late: Vec<bool> =
        queue.people.iter().map(|(_, id)| rows.iter().any(|row| row.id == *id && row.late_cancel)).collect();
    assert_eq!(late, [false, true]);
}

#[tokio::test]
async fn once_it_has_begun_only_those_who_lead_cancel() {
    let queue = queue(1).await;
    queue.app.advance(Duration::from_secs(48 * 60 * 60 + 1));
    assert_eq!(queue.moves(0, "cancel").await.refusal(), (409, "shift_started"));
    let other = queue.app.given_volunteer(&queue.app.community().await).await;
    let id = queue.people[0].1;
    assert_eq!(other.moves_signup(id, "cancel", json!({"reason": "x"})).await.status, 404);
    queue.staff.moves_signup(id, "cancel", json!({"reason": "改由他人"})).await.expect(200);
}

#[tokio::test]
async fn a_cancelled_sign_up_can_be_made_anew_at_the_end() {
    let queue = queue(2).await;
    queue.moves(0, "cancel").await.expect(200);
    let again = queue.people[0].0.signs_up(&queue.action).await.expect(201);
    assert_eq!((again["status"].as_str(), again["number"].as_i64()), (Some("waitlisted"), Some(2)));
}
