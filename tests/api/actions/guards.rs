//! What must hold of sign-ups with many at once, on two replicas. Each test goes red without its guard,
//! which it names.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use entity::actions::SignupStatus::{Cancelled, Confirmed, Offered, Waitlisted};
use entity::actions::signup;
use futures_util::future::join_all;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, TransactionTrait};
use serde_json::{Value, json};
use support::{Action, Answer, Grid, Person, TestApp};

/// Two hundred places, and a few more people.
const PLACES: usize = 200;

pub(super) struct Rush {
    pub(super) app: TestApp,
    pub(super) replica: TestApp,
    pub(super) grid: Grid,
    pub(super) staff: Person,
}

pub(super) async fn rush() -> Rush {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    Rush { app, replica, grid, staff }
}

impl Rush {
    /// So many volunteers, at the one server or the other by turns.
    pub(super) async fn people(&self, count: usize) -> Vec<Person> {
        let mut people = Vec::new();
        for turn in 0..count {
            let at = if turn % 2 == 0 { &self.app } else { &self.replica };
            people.push(self.app.given_volunteer(&self.grid).await.at(at));
        }
        people
    }

    /// Lets `work` come as far as the action's row, and then all of it on at once.
    pub(super) async fn gated<T>(&self, work: impl Future<Output = T>) -> T {
        let gate = self.app.kernel().db.begin().await.expect("no gate");
        gate.execute_unprepared("UPDATE action SET version = version").await.expect("the gate does not shut");
        let opening = async {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            gate.commit().await.expect("the gate does not open");
        };
        tokio::join!(work, opening).0
    }

    /// Looks at the role again and again while `work` runs: capacity is never exceeded, at any read.
    async fn watched<T>(&self, action: &Action, work: impl Future<Output = T>) -> T {
        let over = Arc::new(AtomicBool::new(false));
        let watching = async {
            while !over.load(Ordering::SeqCst) {
                let (rows, role) = (self.app.signups(action.role).await, self.app.role(action.role).await);
                let held = rows.iter().filter(|row| !matches!(row.status, Waitlisted | Cancelled)).count();
                assert!(held <= role.capacity as usize, "{held} places of {}", role.capacity);
                assert!((0..=role.capacity).contains(&role.taken));
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            }
        };
        let working = async {
            let value = work.await;
            over.store(true, Ordering::SeqCst);
            value
        };
        tokio::join!(working, watching).0
    }
}

pub(super) fn count(answers: &[Answer], status: &str) -> usize {
    answers.iter().filter(|answer| answer["status"] == status).count()
}

/// Guard: the lock on the role's row, under which places are given; below it, the check that no more are
/// taken than there are.
#[tokio::test]
async fn the_last_of_two_hundred_places_is_given_once() {
    let rush = rush().await;
    let action = rush.app.given_action(&rush.staff, PLACES as i32, json!({})).await;
    let people = rush.people(PLACES + 30).await;
    let signing = join_all(people.iter().map(|person| person.signs_up(&action)));
    let answers = rush.watched(&action, signing).await;
    assert!(answers.iter().all(|answer| answer.status == 201), "{:?}", answers.iter().find(|one| one.status != 201));
    assert_eq!((count(&answers, "confirmed"), count(&answers, "waitlisted")), (PLACES, 30));
    let mut numbers: Vec<i64> = answers.iter().filter_map(|answer| answer["number"].as_i64()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=30).collect::<Vec<i64>>());
    rush.app.reconcile(action.role).await;
}

/// Guard: the lock on the role's row, under which a place is freed and offered in one transaction.
#[tokio::test]
async fn in_a_storm_no_place_is_lost_and_the_first_is_offered_first() {
    let rush = rush().await;
    let action = rush.app.given_action(&rush.staff, 20, json!({"waitlistLimit": 200})).await;
    let first = rush.people(40).await;
    let mut held = Vec::new();
    for person in &first {
        held.push(person.signs_up(&action).await.expect(201).signup());
    }
    let late = rush.people(20).await;
    let storm = async {
        let cancelling = join_all(held[..10].iter().zip(&first).map(async |(id, person)| {
            person.moves_signup(*id, "cancel", json!({"reason": "临时有事"})).await.expect(200)
        }));
        let signing = join_all(late.iter().map(|person| person.signs_up(&action)));
        tokio::join!(cancelling, signing).1
    };
    let answers = rush.watched(&action, storm).await;
    assert_eq!(count(&answers, "waitlisted"), 20, "whoever comes while others wait, waits");
    rush.app.reconcile(action.role).await;
    let rows = rush.app.signups(action.role).await;
    let mut offered: Vec<Option<i32>> = rows.iter().filter(|row| row.status == Offered).map(|row| row.number).collect();
    offered.sort_unstable();
    assert_eq!(offered, (1..=10).map(Some).collect::<Vec<_>>(), "those who waited first");

    let accepting = join_all(rows.iter().filter(|row| row.status == Offered).map(async |row| {
        let person = first.iter().chain(&late).find(|one| one.account() == row.account_id).expect("nobody");
        person.moves_signup(row.id, "accept", json!({})).await.expect(200)
    }));
    rush.watched(&action, accepting).await;
    rush.app.reconcile(action.role).await;
    let rows = rush.app.signups(action.role).await;
    assert_eq!(rows.iter().filter(|row| row.status == Confirmed).count(), 20);
}

/// Guard: the lock on the volunteer's row, under which other shifts at the same time are looked up.
#[tokio::test]
async fn of_overlapping_shifts_in_parallel_one_is_given() {
    let rush = rush().await;
    let mut actions = Vec::new();
    for _ in 0..12 {
        actions.push(rush.app.given_action(&rush.staff, 5, json!({})).await);
    }
    for _ in 0..4 {
        let one = rush.app.given_volunteer(&rush.grid).await;
        let both = [&rush.app, &rush.replica].map(|app| one.at(app));
        let answers = join_all(actions.iter().enumerate().map(|(turn, action)| both[turn % 2].signs_up(action))).await;
        assert_eq!(count(&answers, "confirmed"), 1, "{answers:?}");
        let rest = answers.iter().filter(|answer| answer.status != 201);
        assert!(rest.clone().all(|answer| answer["code"] == "shift_overlap"), "{answers:?}");
    }
    for action in &actions {
        rush.app.reconcile(action.role).await;
    }
}

/// Guard: one live sign-up a volunteer and shift: seen under the lock on the volunteer, kept by a partial
/// unique index.
#[tokio::test]
async fn fifty_sign_ups_of_one_volunteer_are_one() {
    let rush = rush().await;
    let action = rush.app.given_action(&rush.staff, 5, json!({})).await;
    let one = rush.app.given_volunteer(&rush.grid).await;
    let both = [&rush.app, &rush.replica].map(|app| one.at(app));
    let answers = join_all((0..50).map(|turn| both[turn % 2].signs_up(&action))).await;
    assert_eq!(count(&answers, "confirmed"), 1);
    let rest = answers.iter().filter(|answer| answer.status != 201);
    assert!(rest.clone().all(|answer| answer["code"] == "already_signed_up"), "{answers:?}");
    rush.app.reconcile(action.role).await;
}

/// Guard: an idempotency key commits with its sign-up.
#[tokio::test]
async fn fifty_retries_with_one_key_get_one_answer() {
    let rush = rush().await;
    let action = rush.app.given_action(&rush.staff, 5, json!({})).await;
    let one = rush.app.given_volunteer(&rush.grid).await;
    let both = [&rush.app, &rush.replica].map(|app| one.at(app));
    let path = action.shift_path("signups");
    let send = |turn: usize| both[turn % 2].request(reqwest::Method::POST, &path).key("one").json(&json!({})).send();
    let answers = join_all((0..50).map(send)).await;
    let signed: Vec<&Value> = answers.iter().filter(|one| one.status == 201).map(|one| &one.body).collect();
    assert!(!signed.is_empty() && signed.iter().all(|body| *body == signed[0]));
    assert!(answers.iter().all(|one| one.status == 201 || one["code"] == "still_running"), "{answers:?}");
    assert_eq!(rush.app.signups(action.role).await.len(), 1);
}

/// Guards: the check on a role's figures, and the partial unique index on sign-ups.
#[tokio::test]
async fn the_database_itself_gives_no_place_that_there_is_not_and_none_twice() {
    let rush = rush().await;
    let action = rush.app.given_action(&rush.staff, 2, json!({})).await;
    rush.app.given_volunteer(&rush.grid).await.signs_up(&action).await.expect(201);
    let db = &rush.app.kernel().db;
    for change in ["taken = capacity + 1", "taken = -1", "capacity = 0", "waiting = -1"] {
        let changed = db.execute_unprepared(&format!("UPDATE shift_role SET {change}")).await;
        assert!(changed.is_err(), "{change} went through");
    }
    let one = rush.app.signups(action.role).await.pop().expect("no sign-up");
    let again = signup::Model { id: entity::ids::SignupId::new(), ..one };
    let again = signup::Entity::insert(again.into_active_model().reset_all()).exec_without_returning(db).await;
    assert!(again.is_err(), "one volunteer has two places in a shift");
}
