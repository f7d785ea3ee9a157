//! What must hold of check-in, calling off and the clock with many at once, on two replicas. Each test names
//! its guard.

use entity::actions::SignupStatus::{Cancelled, Offered, Waitlisted};
use entity::actions::{attendance, signup};
use entity::kernel::event;
use futures_util::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::guards::{count, rush};

/// Guard: the locks on role and sign-up; below them compare-and-set, and one attendance a sign-up by a unique index.
#[tokio::test]
async fn fifty_check_ins_at_once_are_one() {
    let rush = rush().await;
    let action = rush.app.given_action(&rush.staff, 5, json!({})).await;
    let one = rush.app.given_volunteer(&rush.grid).await;
    let signup = one.signs_up(&action).await.expect(201).signup();
    let begin = (rush.app.now() + chrono::Duration::days(2)).to_rfc3339();
    for app in [&rush.app, &rush.replica] {
        app.set_clock(&begin);
    }
    let both = [&rush.app, &rush.replica].map(|app| one.at(app));
    let body = json!({"spot": {"lat": 43.881, "lng": 125.352, "datum": "gcj02"}});
    let path = format!("/signups/{signup}/check-in");
    let checking_in = join_all((0..50).map(|turn| both[turn % 2].post(&path, body.clone())));
    let answers = rush.gated(checking_in).await;
    assert_eq!(count(&answers, "attending"), 1);
    assert!(answers.iter().all(|one| one.status == 200 || one["code"] == "illegal_transition"), "{answers:?}");
    let rows = attendance::Entity::find().count(&rush.app.kernel().db).await.expect("not counted");
    assert_eq!(rows, 1);
}

/// Guard: the action is held while somebody signs up and taken alone while it is called off.
#[tokio::test]
async fn around_calling_off_nobody_is_left_behind() {
    let rush = rush().await;
    let action = rush.app.given_action(&rush.staff, 10, json!({})).await;
    let people = rush.people(40).await;
    let cancelling = async {
        tokio::time::sleep(std::time::Duration::from_millis(8)).await;
        rush.staff.moves_action(&action, "cancel", json!({"reason": "大风"})).await.expect(200)
    };
    let signing = join_all(people.iter().enumerate().map(async |(turn, person)| {
        tokio::time::sleep(std::time::Duration::from_millis(turn as u64)).await;
        person.signs_up(&action).await
    }));
    let (answers, _) = tokio::join!(signing, cancelling);
    let refused = answers.iter().filter(|answer| answer.status != 201);
    assert!(refused.clone().all(|answer| answer["code"] == "shift_cancelled"), "{answers:?}");
    let rows: Vec<signup::Model> = rush.app.signups(action.role).await;
    assert!(rows.iter().all(|row| row.status == Cancelled), "{rows:?}");
    rush.app.reconcile(action.role).await;
}

/// Guard: the locks on role and sign-up, and compare-and-set: two clocks move an offer once.
#[tokio::test]
async fn replicas_whose_clocks_come_by_at_once_move_an_offer_once() {
    let rush = rush().await;
    let action = rush.app.given_action(&rush.staff, 1, json!({"offerMinutes": 60})).await;
    let people = rush.people(8).await;
    let mut ids = Vec::new();
    for person in &people {
        ids.push(person.signs_up(&action).await.expect(201).signup());
    }
    people[0].moves_signup(ids[0], "cancel", json!({"reason": "临时有事"})).await.expect(200);
    let third = rush.app.replica().await;
    let later = (rush.app.now() + chrono::Duration::minutes(61)).to_rfc3339();
    for app in [&rush.app, &rush.replica, &third] {
        app.set_clock(&later);
    }
    rush.gated(async { tokio::join!(rush.app.drain(), rush.replica.drain(), third.drain()) }).await;
    rush.app.reconcile(action.role).await;
    let rows = rush.app.signups(action.role).await;
    let of = |at: usize| rows.iter().find(|row| row.id == ids[at]).expect("no row");
    assert_eq!((of(1).status, of(1).number, of(1).lapses), (Waitlisted, Some(8), 1));
    assert_eq!(of(2).status, Offered);
    for verb in ["lapse", "offer"] {
        let events = event::Entity::find().filter(event::Column::Verb.eq(verb));
        let events = events.count(&rush.app.kernel().db).await.expect("no events are counted");
        assert_eq!(events, if verb == "lapse" { 1 } else { 2 }, "{verb}");
    }
}
