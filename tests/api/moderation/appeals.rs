//! The author finds that it should stand there.

use serde_json::json;

use super::{Talk, inbox, only, pass, refuse, told};

#[tokio::test]
async fn an_appeal_is_heard_once_and_by_somebody_else() {
    let talk = Talk::new().await;
    let other = talk.scene.app.staff(&talk.scene.grid).await;
    let review = talk.held().await;
    talk.decides(&talk.staff, &review, refuse()).await.expect(200);
    talk.scene.app.drain().await;
    assert_eq!(inbox(&talk.speaker).await[0], "您发布的内容未通过审核，可以申诉一次");

    let own = told(&talk.speaker).await;
    let path = format!("/me/content-reviews/{}/appeal", own["id"].as_str().expect("no id"));
    let appeal = json!({ "text": "这是提醒大家防骗", "version": own["version"] });
    let _ = talk.reader.post(&path, appeal.clone()).await.expect(404);
    let heard = talk.speaker.post(&path, appeal.clone()).await.expect(200);
    assert_eq!((&heard.body["screening"], &heard.body["allowedActions"]), (&json!("held"), &json!([])));
    talk.scene.app.drain().await;
    assert!(inbox(&other).await.contains(&"有内容审核的申诉待处理".to_owned()));

    let waits = only(&other).await;
    assert_eq!((&waits["cause"], &waits["appeal"]), (&json!("appealed"), &json!("这是提醒大家防骗")));
    let claim = format!("/moderation/reviews/{}/claim", waits["id"].as_str().expect("no id"));
    assert_eq!(talk.staff.post(&claim, json!({})).await.refusal(), (403, "forbidden"), "not who refused it");
    talk.decides(&other, &waits, refuse()).await.expect(200);
    let own = told(&talk.speaker).await;
    assert_eq!(own["allowedActions"], json!([]));
    let again = json!({ "text": "再看看", "version": own["version"] });
    assert_eq!(talk.speaker.post(&path, again).await.refusal(), (409, "illegal_transition"));
}

#[tokio::test]
async fn an_appeal_that_is_right_shows_it_to_all() {
    let talk = Talk::new().await;
    let other = talk.scene.app.staff(&talk.scene.grid).await;
    let review = talk.held().await;
    talk.decides(&talk.staff, &review, refuse()).await.expect(200);
    let own = told(&talk.speaker).await;
    let path = format!("/me/content-reviews/{}/appeal", own["id"].as_str().expect("no id"));
    let stale = json!({ "text": "这是提醒大家防骗", "version": 1 });
    assert_eq!(talk.speaker.post(&path, stale).await.refusal(), (412, "stale"));
    let appeal = json!({ "text": "这是提醒大家防骗", "version": own["version"] });
    talk.speaker.post(&path, appeal).await.expect(200);
    talk.decides(&other, &only(&other).await, pass()).await.expect(200);
    assert_eq!(talk.read_by(&talk.reader).await.len(), 1);
}
