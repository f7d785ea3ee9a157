//! The queue against a model: whatever people do in whatever order, after every step the rows are those
//! of the plainest list.

use std::time::Duration;

use entity::actions::SignupStatus::{self, Cancelled, Confirmed, Offered, Waitlisted};
use entity::ids::SignupId;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use support::{Action, Person, TestApp};

/// What somebody does.
#[derive(Clone, Copy, Debug)]
enum Step {
    SignUp,
    Cancel(usize),
    Accept(usize),
    Decline(usize),
    OffersRunOut,
    OnePlaceMore,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::SignUp),
        3 => (0..12_usize).prop_map(Step::Cancel),
        2 => (0..12_usize).prop_map(Step::Accept),
        2 => (0..12_usize).prop_map(Step::Decline),
        1 => Just(Step::OffersRunOut),
        1 => Just(Step::OnePlaceMore),
    ]
}

/// The model: people in the order of their sign-ups, and the queue as a list.
#[derive(Default)]
struct Model {
    capacity: usize,
    people: Vec<(SignupStatus, u8)>,
    queue: Vec<usize>,
}

impl Model {
    fn held(&self) -> usize {
        self.people.iter().filter(|(status, _)| matches!(status, Confirmed | Offered)).count()
    }

    fn sign_up(&mut self) {
        let free = self.held() < self.capacity && self.queue.is_empty();
        if !free {
            self.queue.push(self.people.len());
        }
        self.people.push((if free { Confirmed } else { Waitlisted }, 0));
    }

    fn set(&mut self, at: usize, status: SignupStatus) {
        self.people[at].0 = status;
        self.queue.retain(|waiting| *waiting != at);
        self.offer();
    }

    fn offer(&mut self) {
        while self.held() < self.capacity && !self.queue.is_empty() {
            let first = self.queue.remove(0);
            self.people[first].0 = Offered;
        }
    }

    /// All offers at once run out, in the order of their ends, then of the queue.
    fn run_out(&mut self, order: &[usize]) {
        for at in order {
            if self.people[*at].1 == 0 {
                self.people[*at] = (Waitlisted, 1);
                self.queue.push(*at);
                self.offer();
            } else {
                self.set(*at, Cancelled);
            }
        }
    }
}

struct World {
    app: TestApp,
    grid: support::Grid,
    staff: Person,
    action: Action,
    people: Vec<(Person, SignupId)>,
    model: Model,
}

impl World {
    async fn does(&mut self, step: Step) {
        let able = |status: SignupStatus, wanted: &[SignupStatus]| wanted.contains(&status);
        match step {
            Step::SignUp => {
                let person = self.app.given_volunteer(&self.grid).await;
                let id = person.signs_up(&self.action).await.expect(201).signup();
                self.people.push((person, id));
                self.model.sign_up();
            }
            Step::Cancel(at) => {
                self.moves(at, "cancel", |one| able(one, &[Confirmed, Waitlisted, Offered]), Cancelled).await
            }
            Step::Accept(at) => self.moves(at, "accept", |one| one == Offered, Confirmed).await,
            Step::Decline(at) => self.moves(at, "decline", |one| one == Offered, Cancelled).await,
            Step::OffersRunOut => {
                let order = self.offers().await;
                self.app.advance(Duration::from_secs(10 * 60));
                // One round only: what is offered anew meanwhile has its own time.
                self.app.drain().await;
                self.model.run_out(&order);
            }
            Step::OnePlaceMore => {
                self.model.capacity += 1;
                let verb = format!("roles/{}/capacity", self.action.role);
                let body = json!({"capacity": self.model.capacity});
                self.staff.moves_action(&self.action, &verb, body).await.expect(200);
                self.model.offer();
            }
        }
    }

    /// Those who hold an offer, in the order in which the clock comes by.
    async fn offers(&self) -> Vec<usize> {
        let mut rows: Vec<_> = self.app.signups(self.action.role).await;
        rows.retain(|row| row.status == Offered);
        rows.sort_by_key(|row| row.offer_ends_at);
        let place = |id: SignupId| self.people.iter().position(|(_, one)| *one == id).expect("nobody");
        rows.iter().map(|row| place(row.id)).collect()
    }

    async fn moves(&mut self, at: usize, verb: &str, may: impl Fn(SignupStatus) -> bool, to: SignupStatus) {
        let Some((person, id)) = self.people.get(at).cloned() else { return };
        let answer =
            person.moves_signup(id, verb, if verb == "cancel" { json!({"reason": "有事"}) } else { json!({}) }).await;
        if may(self.model.people[at].0) {
            answer.expect(200);
            self.model.set(at, to);
        } else {
            assert_eq!(answer.refusal(), (409, "illegal_transition"));
        }
    }

    async fn compare(&self, steps: &[Step]) {
        self.app.reconcile(self.action.role).await;
        let rows = self.app.signups(self.action.role).await;
        for (at, (_, id)) in self.people.iter().enumerate() {
            let row = rows.iter().find(|row| row.id == *id).expect("a row is lost");
            assert_eq!(row.status, self.model.people[at].0, "sign-up {at} after {steps:?}");
        }
        let mut queue: Vec<_> = rows.iter().filter(|row| row.status == Waitlisted).collect();
        queue.sort_by_key(|row| row.number);
        let expected: Vec<SignupId> = self.model.queue.iter().map(|at| self.people[*at].1).collect();
        assert_eq!(queue.iter().map(|row| row.id).collect::<Vec<_>>(), expected, "the queue after {steps:?}");
    }
}

#[tokio::test]
async fn whatever_people_do_the_queue_is_fair_and_no_place_is_free_while_somebody_waits() {
    let mut runner = TestRunner::new(Config { cases: 12, ..Config::default() });
    for _ in 0..12 {
        let steps = prop::collection::vec(step(), 10..28).new_tree(&mut runner).expect("no steps").current();
        let app = TestApp::spawn().await;
        let grid = app.given_grid().await;
        let staff = app.staff(&grid).await;
        let action = app.given_action(&staff, 2, json!({"offerMinutes": 10})).await;
        let model = Model { capacity: 2, ..Model::default() };
        let mut world = World { app, grid, staff, action, people: Vec::new(), model };
        for (done, step) in steps.iter().enumerate() {
            world.does(*step).await;
            world.compare(&steps[..=done]).await;
        }
    }
}
