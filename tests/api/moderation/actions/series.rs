//! Actions that say the same are looked at once.

use serde_json::json;
use support::Person;
use support::wechat::Endpoint;

use super::super::{DOUBTFUL, only, pass};
use super::{Lead, action_of};

#[tokio::test]
async fn the_days_of_a_series_say_the_same_and_are_looked_at_once() {
    let lead = Lead::new().await;
    let series = lead.series(DOUBTFUL, 4).await;
    let path = format!("/action-series/{}", series.id());
    lead.scene.app.drain().await;
    assert_eq!(lead.scene.wechat.asked(Endpoint::TextCheck), 1);
    let publish = async |person: &Person| person.post(format!("{path}/publish"), json!({ "version": 1 })).await;
    assert_eq!(publish(&lead.leader).await.refusal(), (409, "review_not_passed"));
    lead.decides(&only(&lead.staff).await, pass()).await;
    let published = publish(&lead.leader).await.expect(200);
    assert_eq!(published["/days/3/action/status"], "published");
    assert_eq!(lead.seen_of(&series.id()).await, 4);
}

#[tokio::test]
async fn staff_read_a_series_once_for_all_its_days() {
    let lead = Lead::new().await;
    let series = lead.series("每日巡防", 3).await;
    lead.staff.post(format!("/action-series/{}/publish", series.id()), json!({ "version": 1 })).await.expect(200);
    assert_eq!(lead.seen_of(&series.id()).await, 3);
}

#[tokio::test]
async fn a_day_that_is_put_differently_is_looked_at_for_itself_and_leaves_the_others_as_they_were() {
    let lead = Lead::new().await;
    let series = lead.series("每日巡防", 4).await;
    lead.scene.app.drain().await;
    lead.leader.post(format!("/action-series/{}/publish", series.id()), json!({ "version": 1 })).await.expect(200);
    // The first is the one that was looked at for all.
    for (day, seen) in [(0, 3), (2, 2)] {
        lead.retitles(&action_of(&series, day), "", DOUBTFUL).await.expect(200);
        lead.scene.app.drain().await;
        assert_eq!(lead.seen_of(&series.id()).await, seen, "day {day}");
    }
    let waiting = lead.staff.get("/moderation/reviews").await.expect(200).items().to_vec();
    assert_eq!(waiting.len(), 2);
    for review in &waiting {
        lead.decides(review, pass()).await;
    }
    assert_eq!(lead.seen_of(&series.id()).await, 4);
}

#[tokio::test]
async fn days_that_waited_with_one_that_is_put_differently_wait_for_themselves() {
    let lead = Lead::new().await;
    let series = lead.series(DOUBTFUL, 3).await;
    lead.scene.app.drain().await;
    lead.retitles(&action_of(&series, 0), "", "每日巡防").await.expect(200);
    lead.scene.app.drain().await;
    let publish = async |day: usize| {
        let path = format!("/actions/{}/publish", action_of(&series, day));
        let version = lead.leader.get(format!("/actions/{}", action_of(&series, day))).await.expect(200).version();
        lead.leader.post(path, json!({ "version": version })).await
    };
    assert_eq!(publish(0).await.status, 200);
    assert_eq!(publish(1).await.refusal(), (409, "review_not_passed"));
    let review = only(&lead.staff).await;
    assert_eq!(review["subjectId"], json!(action_of(&series, 1)), "one of the two for both");
    lead.decides(&review, pass()).await;
    assert_eq!((publish(1).await.status, publish(2).await.status), (200, 200));
}

#[tokio::test]
async fn an_older_review_says_nothing_about_what_was_put_differently_since() {
    let lead = Lead::new().await;
    let series = lead.series("每日巡防", 3).await;
    lead.scene.app.drain().await;
    lead.leader.post(format!("/action-series/{}/publish", series.id()), json!({ "version": 1 })).await.expect(200);
    lead.retitles(&action_of(&series, 1), "", DOUBTFUL).await.expect(200);
    lead.scene.app.drain().await;
    let older = only(&lead.staff).await;
    // Now all say the same doubtful thing, and the first of them is looked at for all.
    lead.retitles(&action_of(&series, 0), "/following", &format!("又一次{DOUBTFUL}")).await.expect(200);
    lead.scene.app.drain().await;
    lead.decides(&older, pass()).await;
    assert_eq!(lead.seen_of(&series.id()).await, 0);
    lead.decides(&only(&lead.staff).await, pass()).await;
    assert_eq!(lead.seen_of(&series.id()).await, 3);
}

#[tokio::test]
async fn three_neighbours_take_a_leaders_series_from_sight_but_not_what_the_community_puts_out() {
    let lead = Lead::new().await;
    let series = lead.series("每日巡防", 2).await;
    let report = |id: &str| json!({ "kind": "action", "subjectId": id, "reason": "other", "text": "不实" });
    let nobody = lead.scene.app.resident(&lead.scene.grid).await;
    let draft = nobody.post("/content-reports", report(&action_of(&series, 0))).await;
    assert_eq!(draft.refusal(), (404, "not_found"), "a draft");
    lead.scene.app.drain().await;
    lead.leader.post(format!("/action-series/{}/publish", series.id()), json!({ "version": 1 })).await.expect(200);
    assert_eq!(
        lead.leader.post("/content-reports", report(&action_of(&series, 1))).await.refusal(),
        (403, "forbidden")
    );
    for day in [0, 1, 1] {
        assert_eq!(lead.seen_of(&series.id()).await, 2);
        let neighbour = lead.scene.app.resident(&lead.scene.grid).await;
        neighbour.post("/content-reports", report(&action_of(&series, day))).await.expect(201);
        let other = neighbour.post("/content-reports", report(&action_of(&series, 1 - day))).await;
        assert!([404, 409].contains(&other.status), "the same words, or gone: {}", other.status);
    }
    assert_eq!(lead.seen_of(&series.id()).await, 0);
    let review = only(&lead.staff).await;
    assert!(review["text"].as_str().is_some_and(|text| text.contains("每日巡防")), "{review}");

    let whole = lead.scene.app.given_action(&lead.staff, 3, json!({})).await;
    let refused = nobody.post("/content-reports", report(&whole.id.to_string())).await;
    assert_eq!(refused.refusal(), (409, "illegal_transition"));
}
