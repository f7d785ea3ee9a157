//! Neighbours report what should not stand there.

use serde_json::{Value, json};
use support::Person;

use super::{Talk, inbox, only, pass, told};

/// Something harmless that everybody reads; its id.
async fn spoken(talk: &Talk) -> String {
    let id = talk.says("我家电话是多少你们都知道").await.id();
    talk.scene.app.drain().await;
    id
}

fn report(id: &str) -> Value {
    json!({ "kind": "deliberation_comment", "subjectId": id, "reason": "privacy", "text": "有电话" })
}

async fn neighbours(talk: &Talk, count: usize) -> Vec<Person> {
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(talk.scene.app.resident(&talk.scene.grid).await);
    }
    all
}

#[tokio::test]
async fn one_report_calls_the_staff_and_changes_nothing_that_others_see() {
    let talk = Talk::new().await;
    let id = spoken(&talk).await;
    talk.reader.post("/content-reports", report(&id)).await.expect(201);
    assert_eq!(talk.reader.post("/content-reports", report(&id)).await.refusal(), (409, "already_exists"));
    assert_eq!(talk.speaker.post("/content-reports", report(&id)).await.refusal(), (403, "forbidden"), "the own");
    talk.scene.app.drain().await;
    assert_eq!(talk.read_by(&talk.reader).await.len(), 1);
    let review = only(&talk.staff).await;
    assert_eq!((&review["cause"], &review["screening"]), (&json!("reported"), &json!("passed")));
    assert_eq!(review["text"], "我家电话是多少你们都知道");
    assert_eq!(review["reports"][0]["reason"], "privacy");
    assert!(!review.to_string().contains(&talk.reader.account().to_string()), "who reported stays unknown");
    assert!(inbox(&talk.staff).await.contains(&"有居民举报了一项内容".to_owned()));
    assert!(told(&talk.speaker).await["explanation"].as_str().is_some_and(|words| words.contains("仍然公开")));
}

#[tokio::test]
async fn three_neighbours_take_it_from_sight_until_a_person_has_looked() {
    let talk = Talk::new().await;
    let id = spoken(&talk).await;
    for neighbour in neighbours(&talk, 3).await {
        assert_eq!(talk.read_by(&talk.reader).await.len(), 1);
        neighbour.post("/content-reports", report(&id)).await.expect(201);
    }
    assert!(talk.read_by(&talk.reader).await.is_empty());
    let _ = talk.reader.post("/content-reports", report(&id)).await.expect(404);
    talk.scene.app.drain().await;
    assert_eq!(inbox(&talk.speaker).await[0], "您发布的内容被多位居民举报，暂不公开，等待审核");

    talk.decides(&talk.staff, &only(&talk.staff).await, pass()).await.expect(200);
    assert_eq!(talk.read_by(&talk.reader).await.len(), 1);
    talk.scene.app.advance(std::time::Duration::from_secs(1));
    talk.reader.post("/content-reports", report(&id)).await.expect(201);
    assert_eq!(talk.read_by(&talk.reader).await.len(), 1, "what was decided, was decided knowing the three");
}

#[tokio::test]
async fn what_somebody_does_not_see_cannot_be_reported() {
    let talk = Talk::new().await;
    let id = spoken(&talk).await;
    let elsewhere = talk.scene.app.given_community().await;
    let grid = talk.scene.app.given_grid_in(&elsewhere).await;
    let stranger = talk.scene.app.resident(&grid).await;
    assert_eq!(stranger.post("/content-reports", report(&id)).await.refusal(), (404, "not_found"));
    let hidden = talk.held().await;
    let hidden = report(hidden["subjectId"].as_str().expect("no id"));
    assert_eq!(talk.reader.post("/content-reports", hidden).await.refusal(), (404, "not_found"));
    for kind in ["wish", "wish_note", "wish_rating", "deliberation", "picture"] {
        let nothing = json!({ "kind": kind, "subjectId": id, "reason": "other" });
        assert_eq!(talk.reader.post("/content-reports", nothing).await.refusal(), (404, "not_found"), "{kind}");
    }
}

#[tokio::test]
async fn a_wish_that_is_reported_leaves_the_wall_and_a_vote_never_does() {
    let talk = Talk::new().await;
    let cast = talk.scene.app.given_cast(&talk.scene.grid).await;
    talk.scene.binds(&cast.author).await;
    let wish = cast.author.submits_wish("楼道灯坏了").await;
    cast.leader.moves(&wish, "approve", json!({})).await.expect(200);
    talk.scene.app.drain().await;
    let wall = format!("/communities/{}/wall", cast.author.community.expect("no community"));
    let matter = talk.path.split('/').nth(2).expect("no id");
    for neighbour in neighbours(&talk, 3).await {
        let body = json!({ "kind": "wish", "subjectId": wish.id, "reason": "untrue" });
        neighbour.post("/content-reports", body).await.expect(201);
        let body = json!({ "kind": "deliberation", "subjectId": matter, "reason": "untrue" });
        assert_eq!(neighbour.post("/content-reports", body).await.refusal(), (409, "illegal_transition"));
    }
    assert!(talk.scene.app.anonymous().get(&wall).await.expect(200).items().is_empty());
    let search = talk.scene.app.anonymous().get(format!("{wall}?q=楼道")).await.expect(200);
    assert!(search.items().is_empty());
    let claimable = cast.helper.get("/wishes/claimable").await.expect(200);
    assert!(claimable.items().is_empty());
}
