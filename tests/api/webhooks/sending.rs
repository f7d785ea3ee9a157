//! What happens is told to who wants to hear of it and may: signed, ids only.

use std::time::Duration;

use entity::auth::ApiScope;
use serde_json::json;
use support::{Receiver, Response};

use super::{Hook, Scene};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test]
async fn an_approved_wish_is_told_signed_and_by_its_id_only() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved", "wish.confirmed"]).await;
    let wish = scene.approved().await;
    let _ = scene.cast.helper.post(wish.path("claim"), json!({ "version": 2 })).await.expect(200);
    scene.app.drain().await;

    let got = receiver.only();
    let data = json!({ "id": wish.id, "communityId": scene.grid.community });
    assert_eq!((&got.body["type"], &got.body["data"]), (&json!("wish.approved"), &data));
    assert!(got.is_signed_with(&hook.secret) && !got.is_signed_with("whsec_AAAA"), "{got:?}");
    assert_eq!(got.signatures(), 1);
    assert_eq!(got.header("content-type"), "application/json");
    assert!(got.header("user-agent").starts_with("siwei/"));
    let sent: i64 = got.header("webhook-timestamp").parse().expect("no timestamp");
    assert!((scene.app.now().timestamp() - sent).abs() < 10);

    let log = scene.log(&hook).await;
    assert_eq!(log.len(), 1);
    assert_eq!(log[0]["id"], got.header("webhook-id"));
    assert_eq!((&log[0]["status"], &log[0]["attempts"]), (&json!("delivered"), &json!(1)));
    assert_eq!((&log[0]["responseStatus"], &log[0]["nextAt"]), (&json!(204), &json!(null)));
    assert_eq!(log[0]["allowedActions"], json!(["retry"]));
}

#[tokio::test]
async fn the_whole_life_of_a_wish_is_told_to_who_asked_for_it() {
    let scene = Scene::new().await;
    let (all, none) = (Receiver::start().await, Receiver::start().await);
    scene.hook(&all, &["wish.approved", "wish.claimed", "wish.fulfilled", "wish.confirmed", "wish.released"]).await;
    scene.hook(&none, &["wish.merged", "wish.closed", "wish.reopened"]).await;
    let wish = scene.approved().await;
    let cast = &scene.cast;
    let _ = cast.helper.moves(&wish, "claim", json!({})).await.expect(200);
    let _ = cast.helper.moves(&wish, "release", json!({ "reason": "配件没有到" })).await.expect(200);
    let _ = cast.helper.moves(&wish, "claim", json!({})).await.expect(200);
    let _ = cast.helper.moves(&wish, "fulfil", json!({ "text": "换好了" })).await.expect(200);
    let _ = cast.author.moves(&wish, "confirm", json!({ "rating": 5 })).await.expect(200);
    scene.app.drain().await;

    let mut types = all.types();
    types.sort();
    let expected =
        ["wish.approved", "wish.claimed", "wish.claimed", "wish.confirmed", "wish.fulfilled", "wish.released"];
    assert_eq!(types, expected);
    assert!(none.got().is_empty());
}

#[tokio::test]
async fn actions_are_told_once_they_are_public() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    scene.hook(&receiver, &["action.published", "action.cancelled"]).await;
    let body = json!({ "hostKind": "community", "content": support::content(&scene.app, 3, &json!({})) });
    let draft = async || scene.cast.staff.post("/actions", body.clone()).await.expect(201);
    let cancel = json!({ "version": 1, "reason": "下雨" });
    let hidden = draft().await.id();
    let _ = scene.cast.staff.post(format!("/actions/{hidden}/cancel"), cancel).await.expect(200);
    scene.app.drain().await;
    assert!(receiver.got().is_empty(), "a draft was never public");

    let public = draft().await.id();
    let _ = scene.cast.staff.post(format!("/actions/{public}/publish"), json!({ "version": 1 })).await.expect(200);
    scene.app.drain().await;
    let cancel = json!({ "version": 2, "reason": "下雨" });
    let _ = scene.cast.staff.post(format!("/actions/{public}/cancel"), cancel).await.expect(200);
    scene.app.drain().await;
    assert_eq!(receiver.types(), ["action.published", "action.cancelled"]);
    assert!(receiver.got().iter().all(|one| one.body["data"]["id"] == public));
}

#[tokio::test]
async fn neither_what_was_before_nor_another_communitys_doings_are_told() {
    let scene = Scene::new().await;
    let (receiver, other) = (Receiver::start().await, Receiver::start().await);
    scene.approved().await;
    scene.hook(&receiver, &["wish.approved"]).await;
    let elsewhere = scene.app.given_community().await;
    let (admin, program) = (scene.app.admin(&elsewhere).await, scene.app.api_client(&elsewhere, ApiScope::ALL).await);
    let body = json!({ "apiClientId": program.client(), "url": other.url(), "events": ["wish.approved"] });
    let _ = admin.post("/webhooks", body).await.expect(201);
    scene.app.drain().await;
    assert!(receiver.got().is_empty());

    scene.approved().await;
    scene.app.drain().await;
    assert_eq!((receiver.got().len(), other.got().len()), (1, 0));
}

#[tokio::test]
async fn a_program_whose_key_was_revoked_hears_no_more() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    scene.ping(&hook).await;
    let _ = scene.admin.delete(format!("/api-clients/{}", scene.program.client())).await.expect(204);
    scene.approved().await;
    scene.app.drain().await;

    assert!(receiver.got().is_empty());
    let (log, shown) = (scene.log(&hook).await, scene.shown(&hook).await);
    assert_eq!((log.len(), &log[0]["failure"]), (1, &json!("key_ended")));
    assert_eq!((&shown["enabled"], &shown["stoppedBecause"]), (&json!(false), &json!("key_ended")));
}

#[tokio::test]
async fn for_a_day_after_a_change_of_secrets_both_sign() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let old = scene.hook(&receiver, &["wish.approved"]).await;
    let rotate = async |version: i64| {
        let answer = scene.admin.post(old.path("rotate-secret"), json!({ "version": version })).await;
        Hook::of(&answer.expect(200))
    };
    let new = rotate(1).await;
    assert_ne!(old.secret, new.secret);
    assert!(scene.shown(&old).await["oldSecretUntil"].is_string());
    scene.ping(&old).await;
    scene.after(DAY - Duration::from_secs(60)).await;
    let got = receiver.only();
    assert!(got.is_signed_with(&old.secret) && got.is_signed_with(&new.secret) && got.signatures() == 2);

    scene.after(Duration::from_secs(61)).await;
    scene.ping(&old).await;
    scene.app.drain().await;
    let got = receiver.got().remove(1);
    assert!(!got.is_signed_with(&old.secret) && got.is_signed_with(&new.secret) && got.signatures() == 1);
    assert_eq!(scene.shown(&old).await["oldSecretUntil"], json!(null));

    let newest = rotate(2).await;
    let last = rotate(3).await;
    scene.ping(&old).await;
    scene.app.drain().await;
    let got = receiver.got().remove(2);
    assert!(got.is_signed_with(&last.secret) && got.is_signed_with(&newest.secret) && !got.is_signed_with(&new.secret));
}

#[tokio::test]
async fn a_test_message_is_sent_like_any_other() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    receiver.next(Response::Says(200, b"thank you\0".to_vec()));
    let id = scene.ping(&hook).await;
    scene.app.drain().await;

    let got = receiver.only();
    assert_eq!((got.header("webhook-id"), &got.body["type"]), (id.as_str(), &json!("ping")));
    assert_eq!(got.body["data"]["id"], json!(hook.id));
    assert!(got.is_signed_with(&hook.secret));
    let log = scene.log(&hook).await;
    assert_eq!((&log[0]["responseStatus"], &log[0]["responseStart"]), (&json!(200), &json!("thank you")));
    assert_eq!((&log[0]["type"], &log[0]["eventId"]), (&json!("ping"), &json!(null)));
}
