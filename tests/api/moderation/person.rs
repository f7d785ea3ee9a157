//! What is kept of a person: shown to them, forgotten with them.

use serde_json::json;

use super::{LISTED, Talk, refuse};

#[tokio::test]
async fn somebody_takes_along_what_was_looked_at_and_is_forgotten_with_it() {
    let talk = Talk::new().await;
    let review = talk.held().await;
    talk.decides(&talk.staff, &review, refuse()).await.expect(200);
    let own = talk.speaker.get("/me/content-reviews").await.expect(200).items()[0].clone();
    let path = format!("/me/content-reviews/{}/appeal", own["id"].as_str().expect("no id"));
    let appeal = json!({ "text": "我是张秀兰，请再看看", "version": own["version"] });
    talk.speaker.post(path, appeal).await.expect(200);

    let export = talk.speaker.get("/me/export").await.expect(200);
    assert_eq!(export.body["moderation"]["reviews"][0]["text"], LISTED);
    assert_eq!(export.body["moderation"]["reviews"][0]["appeal"], "我是张秀兰，请再看看");

    talk.speaker.post("/me/erase", json!({ "confirm": true })).await.expect(204);
    let path = format!("/moderation/reviews/{}", own["id"].as_str().expect("no id"));
    let left = talk.staff.get(path).await.expect(200);
    assert_eq!((&left.body["text"], &left.body["appeal"]), (&json!(""), &json!(null)));
    assert!(talk.staff.get("/moderation/reviews").await.expect(200).items().is_empty());
    assert!(talk.read_by(&talk.reader).await.is_empty());
}
