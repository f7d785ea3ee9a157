//! One call: where it may go, what it follows, how long it waits.

use std::time::{Duration, Instant};

use rstest::rstest;
use serde_json::{Value, json};
use support::{Receiver, Response};

use super::{Hook, Scene};

async fn outcome(scene: &Scene, hook: &Hook) -> Value {
    scene.ping(hook).await;
    scene.app.drain().await;
    scene.log(hook).await.remove(0)
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let scene = Scene::new().await;
    let (receiver, other) = (Receiver::start().await, Receiver::start().await);
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    receiver.next(Response::Elsewhere(other.url()));
    let log = outcome(&scene, &hook).await;
    assert_eq!((&log["failure"], &log["responseStatus"]), (&json!("redirect"), &json!(307)));
    assert!(other.got().is_empty());
}

#[tokio::test]
async fn who_does_not_answer_in_time_is_tried_again_and_holds_up_no_other() {
    let scene = Scene::new().await;
    let (slow, quick) = (Receiver::start().await, Receiver::start().await);
    let (slow_hook, quick_hook) =
        (scene.hook(&slow, &["wish.approved"]).await, scene.hook(&quick, &["wish.approved"]).await);
    slow.always(Response::Late(Duration::from_secs(5)));
    for _ in 0..4 {
        scene.ping(&slow_hook).await;
    }
    scene.ping(&quick_hook).await;
    let start = Instant::now();
    scene.app.drain().await;
    assert!(start.elapsed() < Duration::from_secs(4), "they waited for each other: {:?}", start.elapsed());
    assert_eq!(scene.log(&quick_hook).await[0]["status"], "delivered");
    let log = scene.log(&slow_hook).await;
    assert!(log.iter().all(|one| one["failure"] == "timeout" && one["attempts"] == 1), "{log:?}");
}

#[tokio::test]
async fn who_is_not_there_is_tried_again() {
    let scene = Scene::new().await;
    let hook = {
        let receiver = Receiver::start().await;
        scene.hook(&receiver, &["wish.approved"]).await
    };
    let log = outcome(&scene, &hook).await;
    assert_eq!((&log["failure"], &log["status"]), (&json!("unreachable"), &json!("pending")));
    assert_eq!(log["responseStatus"], json!(null));
}

#[tokio::test]
async fn of_a_long_answer_the_beginning_is_kept() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    receiver.next(Response::Says(422, "拒".repeat(1_000_000).into_bytes()));
    let log = outcome(&scene, &hook).await;
    let start = log["responseStart"].as_str().expect("nothing is kept");
    assert!(start.starts_with("拒拒拒") && start.chars().count() <= 500, "{start}");
    receiver.next(Response::Says(400, vec![0, 0xFF, 0xFE, 0, b'x']));
    let log = outcome(&scene, &hook).await;
    assert!(log["responseStart"].as_str().is_some_and(|start| start.ends_with('x')), "{log}");
}

/// Guard: the look at the address when the connection is made. When it was entered, the operator's rules were
/// others, and a name is not looked up at all then.
#[rstest]
#[case::literal("127.0.0.1")]
#[case::name("localhost")]
#[case::mapped("[::ffff:127.0.0.1]")]
#[case::any("0.0.0.0")]
#[tokio::test]
async fn what_must_not_be_called_is_refused_when_the_call_is_made(#[case] host: &str) {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let url = format!("http://{host}:{}/hook", receiver.port());
    let made = scene.admin.post("/webhooks", scene.wanted(&url, &["wish.approved"])).await.expect(201);
    let hook = Hook::of(&made);
    let strict = scene.app.replica_with(|config| {
        config.webhooks.allow_private_addresses = false;
        config.webhooks.ports = Vec::new();
    });
    let strict = strict.await;
    scene.ping(&hook).await;
    strict.drain().await;
    let log = scene.log(&hook).await;
    assert_eq!((&log[0]["failure"], &log[0]["attempts"]), (&json!("address_refused"), &json!(1)));
    assert!(receiver.got().is_empty());

    let refused = scene.admin.at(&strict).post("/webhooks", scene.wanted(&url, &["wish.approved"])).await;
    assert_eq!(refused.status, if host == "localhost" { 201 } else { 422 });
}
