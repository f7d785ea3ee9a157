//! What does not arrive is tried again for a day, then given up; who cannot be reached for days is stopped.

use std::time::Duration;

use entity::kernel::event;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use support::{Receiver, Response};

use super::{Hook, Scene};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3_600);

/// Until when each next try is due, at the latest.
const PAUSES: [Duration; 7] = [
    Duration::from_secs(5),
    Duration::from_secs(300),
    Duration::from_secs(1_800),
    Duration::from_secs(7_200),
    Duration::from_secs(18_000),
    Duration::from_secs(36_000),
    Duration::from_secs(36_000),
];

fn refuses() -> Response {
    Response::Says(500, b"out of order".to_vec())
}

async fn only(scene: &Scene, hook: &Hook) -> Value {
    let mut log = scene.log(hook).await;
    assert_eq!(log.len(), 1);
    log.remove(0)
}

#[tokio::test]
async fn a_message_is_tried_eight_times_with_growing_pauses_under_one_id() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    receiver.always(refuses());
    scene.approved().await;
    scene.app.drain().await;
    for (tries, pause) in (1..).zip(PAUSES) {
        let log = only(&scene, &hook).await;
        assert_eq!((&log["status"], &log["attempts"]), (&json!("pending"), &json!(tries)));
        assert_eq!((&log["failure"], &log["responseStatus"]), (&json!("bad_status"), &json!(500)));
        assert_eq!(log["responseStart"], "out of order");
        scene.after(pause - SECOND * 2).await;
        assert_eq!(receiver.got().len(), tries, "tried too early");
        scene.after(pause / 10 + SECOND * 3).await;
        assert_eq!(receiver.got().len(), tries + 1, "not tried again");
    }
    let log = only(&scene, &hook).await;
    assert_eq!((&log["status"], &log["attempts"], &log["nextAt"]), (&json!("failed"), &json!(8), &json!(null)));
    scene.after(HOUR * 48).await;
    let got = receiver.got();
    assert_eq!(got.len(), 8);
    assert!(got.iter().all(|one| one.header("webhook-id") == log["id"] && one.is_signed_with(&hook.secret)));
    assert_eq!(scene.shown(&hook).await["enabled"], true, "two days are not five");
}

#[tokio::test]
async fn an_admin_sends_again_what_was_given_up_or_has_arrived() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    receiver.always(refuses());
    let id = scene.ping(&hook).await;
    let retry = async || scene.admin.post(hook.path(&format!("deliveries/{id}/retry")), json!({})).await;
    assert_eq!(retry().await.refusal(), (409, "illegal_transition"), "it still waits");
    scene.app.drain().await;
    for pause in PAUSES {
        scene.after(pause * 2).await;
    }
    assert_eq!(only(&scene, &hook).await["status"], "failed");

    receiver.always(Response::Says(202, Vec::new()));
    for times in 1..3 {
        let again = retry().await.expect(202);
        assert_eq!((&again["status"], &again["attempts"]), (&json!("pending"), &json!(0)));
        scene.app.drain().await;
        assert_eq!(receiver.got().len(), 8 + times);
        assert_eq!(only(&scene, &hook).await["status"], "delivered");
    }
    assert!(receiver.got().iter().all(|one| one.header("webhook-id") == id));
    let shown = scene.shown(&hook).await;
    assert_eq!((&shown["failingSince"], &shown["enabled"]), (&json!(null), &json!(true)));
    let nothing = scene.admin.post(hook.path(&format!("deliveries/{}/retry", hook.id)), json!({})).await;
    assert_eq!(nothing.refusal(), (404, "not_found"));
}

/// What the admins are told about stopped webhooks.
async fn told(scene: &Scene) -> Vec<Value> {
    let all = scene.admin.get("/me/notifications").await.expect(200).items().to_vec();
    all.into_iter().filter(|one| one["subjectKind"] == "webhook").collect()
}

async fn stops(scene: &Scene) -> Vec<event::Model> {
    let stopped = event::Entity::find().filter(event::Column::Verb.eq("stop"));
    stopped.all(&scene.app.kernel().db).await.expect("no events")
}

#[tokio::test]
async fn who_is_gone_is_stopped_at_once_and_the_admins_are_told() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    receiver.next(Response::Says(410, Vec::new()));
    scene.ping(&hook).await;
    scene.app.drain().await;

    let (log, shown) = (only(&scene, &hook).await, scene.shown(&hook).await);
    assert_eq!((&log["status"], &log["failure"], &log["attempts"]), (&json!("failed"), &json!("gone"), &json!(1)));
    assert_eq!((&shown["enabled"], &shown["stoppedBecause"]), (&json!(false), &json!("gone")));
    let told = told(&scene).await;
    assert_eq!((told.len(), &told[0]["kind"], &told[0]["subjectId"]), (1, &json!("stop"), &json!(hook.id)));
    let events = stops(&scene).await;
    assert_eq!((events.len(), &events[0].data["because"]), (1, &json!("gone")));
    scene.approved().await;
    scene.after(HOUR * 20).await;
    assert_eq!(receiver.got().len(), 1);
}

#[tokio::test]
async fn after_five_days_without_a_success_a_webhook_is_stopped_once_for_all_its_messages() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    receiver.always(refuses());
    for day in 0..5 {
        for _ in 0..3 {
            scene.ping(&hook).await;
        }
        scene.app.drain().await;
        let shown = scene.shown(&hook).await;
        assert_eq!((&shown["enabled"], shown["failingSince"].is_string()), (&json!(true), true), "day {day}");
        // The last time, several messages are due that are tried side by side.
        scene.after(HOUR * 24 + SECOND).await;
    }
    let shown = scene.shown(&hook).await;
    assert_eq!((&shown["enabled"], &shown["stoppedBecause"]), (&json!(false), &json!("failing")));
    assert_eq!((told(&scene).await.len(), stops(&scene).await.len()), (1, 1));
    let calls = receiver.got().len();
    scene.after(HOUR * 24).await;
    assert_eq!(receiver.got().len(), calls, "a stopped webhook is called");

    receiver.always(Response::Says(200, Vec::new()));
    let body = json!({
        "version": shown.version(), "url": receiver.url(), "events": ["wish.approved"], "enabled": true,
    });
    let again = scene.admin.put(hook.path(""), body).await.expect(200);
    assert_eq!(again["failingSince"], json!(null));
    scene.app.drain().await;
    assert!(receiver.got().len() > calls, "what waited goes on");
}

#[tokio::test]
async fn one_success_ends_the_count_of_days() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    for day in 0..8 {
        receiver.next(if day == 4 { Response::Says(200, Vec::new()) } else { refuses() });
        scene.ping(&hook).await;
        scene.app.drain().await;
        for message in scene.log(&hook).await.iter().filter(|one| one["status"] == "pending") {
            assert_ne!(message["attempts"], json!(0));
        }
        // What is tried again in between must not succeed either.
        receiver.always(refuses());
        scene.after(HOUR * 24).await;
    }
    assert_eq!(scene.shown(&hook).await["enabled"], true);
}

#[tokio::test]
async fn the_log_goes_after_thirty_days() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    scene.ping(&hook).await;
    scene.app.drain().await;
    scene.after(HOUR * 24 * 29).await;
    assert_eq!(scene.log(&hook).await.len(), 1);
    scene.after(HOUR * 25).await;
    assert!(scene.log(&hook).await.is_empty());
}
