//! What must hold with many at once. Each test goes red without its guard, which it names.

use std::sync::Arc;
use std::time::Duration;

use api::app::App;
use api::kernel::db::{self, Cause};
use api::notifications::wechat as messages;
use entity::wechat::subscribe_message;
use futures_util::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use support::TestApp;
use support::wechat::{Endpoint, Turn};

use super::{Scene, UPDATE, events, popup, push};

async fn work(app: Arc<App>) -> usize {
    messages::work_once(&app.kernel, &app.wechat).await.expect("the step failed")
}

/// Delivers what is announced, but sends no message yet.
async fn announced(scene: &Scene, many: u64) {
    for _ in 0..many {
        let deliver = async |app: Arc<App>| api::worker::deliver(&app).await;
        scene.app.inside(deliver).await;
    }
    assert_eq!(subscribe_message::Entity::find().count(&scene.app.kernel().db).await.ok(), Some(many));
}

/// Guard: the unique key of mini-program and event (and the event's row, locked while it is worked on).
#[tokio::test]
async fn an_event_that_is_repeated_at_once_counts_once() {
    let scene = Scene::new().await;
    let replica = scene.replica().await;
    let (person, wechatter) = scene.wechatter().await;
    let message = popup(&wechatter.openid, UPDATE, 1);
    let standstill = scene.app.standstill("wechat_event").await;
    let pushes = join_all((0..8).map(|turn| push([&scene.app, &replica][turn % 2], &message)));
    let release = async {
        standstill.until_waiting(4).await;
        standstill.end().await;
    };
    let (answers, ()) = futures_util::join!(pushes, release);
    assert!(answers.iter().all(|answer| (answer.status, answer.text().as_str()) == (200, "success")));
    futures_util::join!(scene.app.drain(), replica.drain());
    assert_eq!((events(&scene.app).await.len(), scene.remaining(&person, UPDATE).await), (1, 1));
}

/// Guard: an acceptance is added in the database, not written over what was read.
#[tokio::test]
async fn twenty_acceptances_at_once_are_twenty() {
    let scene = Scene::with(|_| {}).await;
    let (person, _) = scene.wechatter().await;
    let report = json!({ "answers": [{ "templateId": UPDATE, "result": "accept" }] });
    for answer in join_all((0..20).map(|_| person.post("/me/subscriptions", report.clone()))).await {
        answer.expect(200);
    }
    assert_eq!(scene.remaining(&person, UPDATE).await, 20);
}

/// Guards: the person's row, locked while their next message is taken; the partial unique index of those that
/// are being sent. WeChat would refuse the second one of two.
#[tokio::test]
async fn of_three_replicas_one_sends_to_a_person_at_a_time_and_each_message_once() {
    let scene = Scene::new().await;
    let replicas = [scene.replica().await, scene.replica().await];
    let all = [&scene.app, &replicas[0], &replicas[1]];
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 6).await;
    for _ in 0..6 {
        scene.approved(&person).await;
    }
    announced(&scene, 6).await;
    scene.wechat.always(Endpoint::Message, Turn::Late(Duration::from_millis(50)));
    for _ in 0..8 {
        join_all((0..6).map(|turn| all[turn % 3].inside(work))).await;
    }
    let rows = scene.messages().await;
    assert_eq!((scene.wechat.messages().len(), scene.wechat.asked(Endpoint::Message)), (6, 6), "none in vain");
    assert!(rows.iter().all(|row| (row.status.as_str(), row.attempts) == ("sent", 1)), "{rows:?}");
}

/// Guard: a grant is taken only while there is one.
#[tokio::test]
async fn one_grant_is_one_message_whoever_takes_it() {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 1).await;
    for _ in 0..3 {
        scene.approved(&person).await;
    }
    announced(&scene, 3).await;
    for _ in 0..4 {
        join_all((0..4).map(|_| scene.app.inside(work))).await;
    }
    let mut states = scene.states().await;
    states.sort_unstable();
    assert_eq!((states, scene.wechat.asked(Endpoint::Message)), (vec!["not_wanted", "not_wanted", "sent"], 1));
}

/// Guard: the unique key of event and person.
#[tokio::test]
async fn what_is_announced_twice_is_sent_once() {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 3).await;
    scene.approved(&person).await;
    let db = &scene.app.kernel().db;
    let announcements = entity::kernel::outbox::Entity::find().all(db).await.expect("no outbox");
    for one in announcements.iter().chain(&announcements) {
        let payload = one.payload.clone();
        let announce = async move |app: Arc<App>| {
            api::notifications::service::announce(&app.kernel, app.wechat.templates(), &payload).await
        };
        scene.app.inside(announce).await.expect("not announced");
    }
    scene.app.drain().await;
    assert_eq!((scene.states().await, scene.wechat.messages().len()), (vec!["sent"], 1));
}

/// Takes what is due and is not heard of again.
async fn dies(app: &TestApp) -> usize {
    let book = app.app.wechat.templates().clone();
    let taken = db::write(app.kernel(), Cause::system(), async |tx| messages::claim(tx, &book).await).await;
    taken.expect("not taken").len()
}

/// Guard: what a dead worker was sending is not sent by another one.
#[tokio::test]
async fn what_was_being_sent_when_its_worker_died_does_not_ring_twice() {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 3).await;
    scene.approved(&person).await;
    announced(&scene, 1).await;
    assert_eq!(dies(&scene.app).await, 1);
    scene.app.drain().await;
    assert_eq!(scene.states().await, ["sending"]);
    scene.app.advance(Duration::from_secs(61));
    scene.approved(&person).await;
    scene.app.drain().await;
    assert_eq!((scene.states().await, scene.wechat.asked(Endpoint::Message)), (vec!["uncertain", "sent"], 1));
    assert_eq!(person.get("/me/notifications").await.expect(200)["unread"], 2);
}

/// Guard: what was agreed to after a try began is not ended by its refusal.
#[tokio::test]
async fn who_agrees_while_an_old_grant_is_refused_keeps_the_new_one() {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 2).await;
    scene.approved(&person).await;
    announced(&scene, 1).await;
    scene.wechat.next(Endpoint::Message, Turn::Late(Duration::from_millis(500)));
    let agrees = async {
        while scene.wechat.asked(Endpoint::Message) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        push(&scene.app, &popup(&wechatter.openid, UPDATE, 99)).await.expect(200);
        scene.app.inside(async |app: Arc<App>| api::worker::deliver(&app).await).await;
    };
    // The fake has no grant left for them: what it says late is 43101.
    scene.wechat.end_grants();
    futures_util::join!(scene.app.inside(work), agrees);
    assert_eq!(scene.states().await, ["not_wanted"]);
    assert!(scene.remaining(&person, UPDATE).await > 0);
}
