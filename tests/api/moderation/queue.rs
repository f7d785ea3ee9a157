//! The moderators' queue: taken for a while, decided with a reason.

use std::time::Duration;

use serde_json::json;

use super::{LISTED, Talk, only, pass, refuse};

#[tokio::test]
async fn who_has_taken_a_review_decides_it_and_nobody_else() {
    let talk = Talk::new().await;
    let other = talk.scene.app.staff(&talk.scene.grid).await;
    let review = talk.held().await;
    let path = format!("/moderation/reviews/{}", review["id"].as_str().expect("no id"));
    let verdict = json!({ "decision": "pass", "version": review["version"] });
    let early = talk.staff.post(format!("{path}/decide"), verdict).await;
    assert_eq!(early.refusal(), (409, "review_not_claimed"));

    let claimed = talk.staff.post(format!("{path}/claim"), json!({})).await.expect(200);
    assert_eq!(claimed.body["claimedByMe"], true);
    assert_eq!(other.post(format!("{path}/claim"), json!({})).await.refusal(), (409, "review_claimed"));
    assert_eq!(other.get(&path).await.expect(200).body["claimedByMe"], false);
    let verdict = json!({ "decision": "pass", "version": claimed.version() });
    assert_eq!(other.post(format!("{path}/decide"), verdict).await.refusal(), (409, "review_not_claimed"));

    talk.scene.app.advance(Duration::from_secs(16 * 60));
    let late = json!({ "decision": "pass", "version": claimed.version() });
    assert_eq!(talk.staff.post(format!("{path}/decide"), late).await.refusal(), (409, "review_not_claimed"));
    assert!(only(&other).await["claimedUntil"].is_null(), "after a quarter of an hour it is free again");
    talk.decides(&other, &review, pass()).await.expect(200);
    let again = talk.staff.post(format!("{path}/claim"), json!({})).await;
    assert_eq!(again.refusal(), (409, "illegal_transition"));
}

#[tokio::test]
async fn what_is_given_back_is_free_for_others() {
    let talk = Talk::new().await;
    let other = talk.scene.app.staff(&talk.scene.grid).await;
    let review = talk.held().await;
    let path = format!("/moderation/reviews/{}", review["id"].as_str().expect("no id"));
    talk.staff.post(format!("{path}/claim"), json!({})).await.expect(200);
    assert_eq!(other.post(format!("{path}/unclaim"), json!({})).await.refusal(), (409, "review_not_claimed"));
    talk.staff.post(format!("{path}/unclaim"), json!({})).await.expect(200);
    talk.decides(&other, &review, pass()).await.expect(200);
}

#[tokio::test]
async fn a_refusal_needs_a_reason_and_the_version_that_was_seen() {
    let talk = Talk::new().await;
    let review = talk.held().await;
    let bare = talk.decides(&talk.staff, &review, json!({ "decision": "refuse" })).await;
    assert_eq!(bare.refusal(), (422, "invalid"));
    assert_eq!(bare.body["errors"][0]["pointer"], "/reason", "{}", bare.body);
    let path = format!("/moderation/reviews/{}/decide", review["id"].as_str().expect("no id"));
    let mut stale = refuse();
    stale["version"] = json!(1);
    assert_eq!(talk.staff.post(path, stale).await.refusal(), (412, "stale"));
    talk.decides(&talk.staff, &review, refuse()).await.expect(200);
}

#[tokio::test]
async fn nobody_decides_about_the_own_words() {
    let talk = Talk::new().await;
    talk.staff.post(&talk.path, json!({ "text": LISTED })).await.expect(201);
    let review = only(&talk.staff).await;
    assert_eq!(review["allowedActions"], json!([]));
    let path = format!("/moderation/reviews/{}/claim", review["id"].as_str().expect("no id"));
    assert_eq!(talk.staff.post(&path, json!({})).await.refusal(), (403, "forbidden"));
}

#[tokio::test]
async fn the_queue_is_the_communitys_own_comes_in_pages_and_is_narrowed() {
    let talk = Talk::new().await;
    for text in ["一", "二", "三"] {
        talk.says(&format!("{LISTED}{text}")).await;
        talk.scene.app.advance(Duration::from_secs(1));
    }
    let first = talk.staff.get("/moderation/reviews?pageSize=2").await.expect(200);
    let cursor = first.string("/nextCursor");
    let rest = talk.staff.get(format!("/moderation/reviews?pageSize=2&cursor={cursor}")).await.expect(200);
    let texts: Vec<_> = first.items().iter().chain(rest.items()).map(|item| item["text"].clone()).collect();
    assert_eq!(texts, ["一", "二", "三"].map(|end| json!(format!("{LISTED}{end}"))), "the longest waiting first");
    for (query, count) in [("kind=picture", 0), ("cause=listed_word", 3), ("status=refused", 0)] {
        let narrowed = talk.staff.get(format!("/moderation/reviews?{query}")).await.expect(200);
        assert_eq!(narrowed.items().len(), count, "{query}");
    }
    let elsewhere = talk.scene.app.given_community().await;
    let stranger = talk.scene.app.staff(&elsewhere).await;
    assert!(stranger.get("/moderation/reviews").await.expect(200).items().is_empty());
    let id = first.items()[0]["id"].as_str().expect("no id").to_owned();
    for verb in ["", "/claim"] {
        let path = format!("/moderation/reviews/{id}{verb}");
        let answer = if verb.is_empty() { stranger.get(path).await } else { stranger.post(path, json!({})).await };
        assert_eq!(answer.refusal(), (404, "not_found"));
    }
}
