//! What must hold with many at once. Each test goes red without its guard, which it names.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use api::app::App;
use api::kernel::db::{self, Cause};
use api::webhooks::service;
use entity::kernel::event;
use entity::webhooks::{webhook, webhook_delivery};
use futures_util::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use support::{Receiver, Response, TestApp};

use super::Scene;

async fn work(app: Arc<App>) -> usize {
    service::work_once(&app.kernel, &app.webhooks).await.expect("the step failed")
}

/// Guard: the lease of a message, taken under a lock that others skip (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn each_message_is_sent_by_one_of_three_replicas_and_once_a_try() {
    let scene = Scene::new().await;
    let replicas = [scene.app.replica().await, scene.app.replica().await];
    let all = [&scene.app, &replicas[0], &replicas[1]];
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    receiver.always(Response::Late(Duration::from_millis(30)));
    for _ in 0..30 {
        scene.ping(&hook).await;
    }
    for _ in 0..4 {
        join_all((0..9).map(|turn| all[turn % 3].inside(work))).await;
    }
    scene.app.drain().await;

    let mut times = BTreeMap::<String, usize>::new();
    for got in receiver.got() {
        *times.entry(got.header("webhook-id").to_owned()).or_default() += 1;
    }
    assert_eq!(times.len(), 30);
    assert!(times.values().all(|times| *times == 1), "{times:?}");
    let delivered = webhook_delivery::Entity::find().filter(webhook_delivery::Column::Attempts.eq(1));
    assert_eq!(delivered.count(&scene.app.kernel().db).await.ok(), Some(30));
}

/// Guard: the unique key of webhook and event.
#[tokio::test]
async fn an_event_makes_one_message_a_webhook_however_often_it_is_announced() {
    let scene = Scene::new().await;
    let replicas = [scene.app.replica().await, scene.app.replica().await];
    let all = [&scene.app, &replicas[0], &replicas[1]];
    let receiver = Receiver::start().await;
    let hooks = [scene.hook(&receiver, &["wish.approved"]).await, scene.hook(&receiver, &["wish.approved"]).await];
    for _ in 0..5 {
        let wish = scene.approved().await;
        let approval = event::Entity::find()
            .filter(event::Column::SubjectId.eq(wish.id.0))
            .filter(event::Column::Verb.eq("approve"))
            .one(&scene.app.kernel().db)
            .await;
        let payload = json!({ "eventId": approval.expect("no query").expect("no event").id });
        let announce = |turn: usize| {
            let payload = payload.clone();
            all[turn % 3].inside(async move |app: Arc<App>| service::announce(&app.kernel, &payload).await)
        };
        for announced in join_all((0..9).map(announce)).await {
            announced.expect("not announced");
        }
    }
    for hook in &hooks {
        assert_eq!(scene.log(hook).await.len(), 5);
    }
    scene.app.drain().await;
    assert_eq!(receiver.got().len(), 10);
}

/// Guard: the lock on the key while its webhooks are counted (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn a_key_has_ten_webhooks_and_no_more() {
    let scene = Scene::new().await;
    let replica = scene.app.replica().await;
    let (here, there) = (scene.admin.clone(), scene.admin.at(&replica));
    let body = scene.wanted("http://127.0.0.1:9/", &["wish.approved"]);
    let made = join_all((0..30).map(|turn| [&here, &there][turn % 2].post("/webhooks", body.clone()))).await;
    assert_eq!(made.iter().filter(|answer| answer.status == 201).count(), 10);
    let refused = made.iter().filter(|answer| answer.status != 201);
    assert!(refused.clone().all(|answer| answer.refusal() == (409, "webhook_limit")));
    assert_eq!(webhook::Entity::find().count(&scene.app.kernel().db).await.ok(), Some(10));
}

/// Guard: the version that was seen, set by compare-and-set; the row lock keeps the old secret.
#[tokio::test]
async fn of_many_who_change_the_secret_at_once_one_does() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    let rotate = || scene.admin.post(hook.path("rotate-secret"), json!({ "version": 1 }));
    let answers = join_all((0..20).map(|_| rotate())).await;
    let done: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(done.len(), 1);
    assert!(answers.iter().filter(|answer| answer.status != 200).all(|answer| answer.refusal() == (412, "stale")));
    scene.ping(&hook).await;
    scene.app.drain().await;
    let got = receiver.only();
    assert!(got.is_signed_with(&hook.secret) && got.is_signed_with(&done[0].string("secret")));
}

/// Takes what is due and is not heard of again.
async fn dies(app: &TestApp) -> usize {
    db::write(app.kernel(), Cause::system(), async |tx| service::claim(tx).await).await.expect("not taken").len()
}

/// Guard: a worker reports only what it still holds.
#[tokio::test]
async fn who_comes_back_too_late_does_not_disturb_the_one_who_took_over() {
    let scene = Scene::new().await;
    let replica = scene.app.replica().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    receiver.next(Response::Late(Duration::from_millis(700)));
    scene.ping(&hook).await;
    let slow = scene.app.inside(work);
    let takes_over = async {
        while receiver.got().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        replica.advance(Duration::from_secs(61));
        dies(&replica).await
    };
    assert_eq!(futures_util::join!(slow, takes_over), (1, 1));
    let log = scene.log(&hook).await;
    assert_eq!((&log[0]["status"], &log[0]["attempts"]), (&json!("pending"), &json!(2)), "{log:?}");
}

/// Guard: what no worker has reported back from eight times is given up.
#[tokio::test]
async fn a_message_that_kills_every_worker_is_given_up() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    scene.ping(&hook).await;
    for _ in 0..8 {
        assert_eq!(dies(&scene.app).await, 1);
        assert_eq!(dies(&scene.app).await, 0);
        scene.app.advance(Duration::from_secs(61));
    }
    assert_eq!(dies(&scene.app).await, 0);
    let log = scene.log(&hook).await;
    assert_eq!((&log[0]["status"], &log[0]["failure"]), (&json!("failed"), &json!("interrupted")));
}
