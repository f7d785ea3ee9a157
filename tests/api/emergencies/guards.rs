//! What must hold of emergencies with many at once, on two replicas. Each test goes red without its guard,
//! which it names.

use entity::emergencies::EmergencyStatus;
use futures_util::future::join_all;
use serde_json::json;
use support::{Answer, opening};

use super::{open_ones, scene};

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

/// Guard: the unique index on the grids of real emergencies that are open.
#[tokio::test]
async fn of_fifty_who_open_a_real_one_for_a_grid_one_does() {
    let scene = scene().await;
    let replica = scene.app.replica().await;
    let other = scene.app.given_grid_in(&scene.grid).await;
    let (here, there) = (scene.admin.clone(), scene.admin.at(&replica));
    let open = (0..50).map(async |turn: usize| {
        let admin = if turn.is_multiple_of(2) { &here } else { &there };
        let grids = if turn.is_multiple_of(3) { vec![&other, &scene.grid] } else { vec![&scene.grid, &other] };
        admin.post("/emergencies", opening("real", &grids)).await
    });
    let answers = join_all(open).await;
    assert_eq!(
        (count(&answers, 201), count(&answers, 409)),
        (1, 49),
        "{:?}",
        answers.iter().find(|one| one.status > 409).map(Answer::text)
    );
    let open = open_ones(&scene.app).await;
    assert_eq!(open.iter().filter(|one| one.status == EmergencyStatus::Open).count(), 1);
}

/// Guard: the lock on the emergency's row and, below it, the unique index on emergency and volunteer.
#[tokio::test]
async fn by_fifty_calls_at_once_each_is_called_once() {
    let scene = scene().await;
    let replica = scene.app.replica().await;
    for _ in 0..8 {
        scene.app.given_ready(&scene.grid, &["first_aid"]).await;
    }
    let emergency = scene.app.given_emergency(&scene.admin, "real", &[&scene.grid]).await;
    let (here, there) = (scene.staff.clone(), scene.leader.at(&replica));
    let calls = (0..50).map(async |turn: usize| {
        let by = if turn.is_multiple_of(2) { &here } else { &there };
        by.calls_up(&emergency, json!({"skills": ["first_aid"]})).await
    });
    let answers = join_all(calls).await;
    assert_eq!(count(&answers, 201), 50);
    let called: i64 = answers.iter().filter_map(|answer| answer["called"].as_i64()).sum();
    assert_eq!(called, 8, "each is called by one of them");
    assert_eq!(scene.app.called_up(&emergency).await.len(), 8);
}

/// Guard: the lock on the role's row and, below it, the check that no more places are taken than there are.
#[tokio::test]
async fn a_post_is_given_to_no_more_than_it_has_places() {
    let scene = scene().await;
    let replica = scene.app.replica().await;
    let emergency = scene.app.given_emergency(&scene.admin, "real", &[&scene.grid]).await;
    let mut willing = Vec::new();
    for _ in 0..12 {
        willing.push(scene.app.given_willing(&scene.leader, &emergency, &scene.grid).await.1);
    }
    let post = scene.leader.puts_up(&scene.app, &emergency, &scene.grid, 3).await;
    let (here, there) = (scene.leader.clone(), scene.staff.at(&replica));
    let assigned = willing.iter().enumerate().map(async |(turn, volunteer)| {
        let by = if turn.is_multiple_of(2) { &here } else { &there };
        by.assigns(&emergency, &post, volunteer).await
    });
    let answers = join_all(assigned).await;
    assert_eq!((count(&answers, 201), count(&answers, 409)), (3, 9));
    scene.app.reconcile(post.role).await;
}

/// Guard: the lock on the volunteer's row, which both take: who is put on duty and who takes a promise back.
#[tokio::test]
async fn nobody_is_put_on_duty_who_cannot_come() {
    let scene = scene().await;
    let replica = scene.app.replica().await;
    let emergency = scene.app.given_emergency(&scene.admin, "real", &[&scene.grid]).await;
    let mut willing = Vec::new();
    for _ in 0..20 {
        willing.push(scene.app.given_willing(&scene.leader, &emergency, &scene.grid).await);
    }
    let post = scene.leader.puts_up(&scene.app, &emergency, &scene.grid, 100).await;
    let there = scene.leader.at(&replica);
    let both = willing.iter().map(async |(person, volunteer)| {
        let body = json!({"version": 2, "reply": "cannot"});
        let back = person.put(emergency.path("answer"), body);
        tokio::join!(back, there.assigns(&emergency, &post, volunteer))
    });
    for (back, assigned) in join_all(both).await {
        let both = (back.status == 200, assigned.status == 201);
        assert!(both.0 != both.1, "{} {}", back.text(), assigned.text());
    }
}
