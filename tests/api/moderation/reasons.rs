//! Reasons: what somebody without an office says about why is looked at like everything else.

use serde_json::{Value, json};
use support::wechat::Endpoint;
use support::{Answer, Cast, Person, Wish};

use super::{DOUBTFUL, LISTED, Talk, only, pass};
use crate::wechat::Scene;

/// A wish that a helper has in hand.
async fn in_hand(scene: &Scene) -> (Cast, Wish) {
    let cast = scene.app.given_cast(&scene.grid).await;
    for person in [&cast.author, &cast.helper] {
        scene.binds(person).await;
    }
    let wish = cast.author.submits_wish("楼道灯坏了").await;
    cast.leader.moves(&wish, "approve", json!({})).await.expect(200);
    cast.helper.moves(&wish, "claim", json!({})).await.expect(200);
    scene.app.drain().await;
    (cast, wish)
}

/// The last step of that kind in the timeline that an answer shows.
fn step(answer: &Answer, verb: &str) -> Value {
    let steps = answer["timeline"].as_array().expect("no timeline");
    steps.iter().rfind(|step| step["verb"] == verb).unwrap_or_else(|| panic!("no {verb}")).clone()
}

async fn reads(person: &Person, wish: &Wish, verb: &str) -> Value {
    step(&person.get(format!("/wishes/{}", wish.id)).await.expect(200), verb)["reason"].clone()
}

async fn decides(staff: &Person, review: &Value) {
    let path = format!("/moderation/reviews/{}", review["id"].as_str().expect("no id"));
    let mut body = pass();
    body["version"] = json!(staff.post(format!("{path}/claim"), json!({})).await.expect(200).version());
    staff.post(format!("{path}/decide"), body).await.expect(200);
}

#[tokio::test]
async fn why_an_author_disputes_is_read_by_the_office_at_once_and_by_the_helper_once_it_has_passed() {
    let scene = Scene::new().await;
    let (cast, wish) = in_hand(&scene).await;
    let staff = scene.app.staff(&scene.grid).await;
    cast.helper.moves(&wish, "fulfil", json!({ "text": "换好了" })).await.expect(200);
    cast.author.moves(&wish, "dispute", json!({ "reason": "灯还是不亮" })).await.expect(200);
    assert_eq!(reads(&cast.helper, &wish, "dispute").await, Value::Null, "it is being checked");
    scene.app.drain().await;
    assert_eq!(reads(&cast.helper, &wish, "dispute").await, "灯还是不亮");

    cast.helper.moves(&wish, "fulfil", json!({ "text": "又换了" })).await.expect(200);
    cast.author.moves(&wish, "dispute", json!({ "reason": DOUBTFUL })).await.expect(200);
    scene.app.drain().await;
    for person in [&cast.author, &cast.leader, &staff] {
        assert_eq!(reads(person, &wish, "dispute").await, DOUBTFUL);
    }
    assert_eq!(reads(&cast.helper, &wish, "dispute").await, Value::Null);
    let waiting = staff.get("/moderation/reviews").await.expect(200).items().to_vec();
    for review in waiting.iter().filter(|review| review["kind"] == "reason") {
        decides(&staff, review).await;
    }
    assert_eq!(reads(&cast.helper, &wish, "dispute").await, DOUBTFUL);
}

#[tokio::test]
async fn why_a_helper_asks_for_more_time_or_gives_up_is_looked_at_too() {
    let scene = Scene::new().await;
    let (cast, wish) = in_hand(&scene).await;
    cast.helper.moves(&wish, "extend", json!({ "days": 3, "reason": DOUBTFUL })).await.expect(200);
    scene.app.drain().await;
    let asked = async |person: &Person| {
        person.get(format!("/wishes/{}", wish.id)).await.expect(200)["extensions"][0]["reason"].clone()
    };
    assert_eq!((asked(&cast.helper).await, asked(&cast.leader).await), (json!(DOUBTFUL), json!(DOUBTFUL)));
    assert_eq!((asked(&cast.author).await, reads(&cast.author, &wish, "extend").await), (Value::Null, Value::Null));
    cast.helper.moves(&wish, "release", json!({ "reason": "家里有急事" })).await.expect(200);
    assert_eq!(reads(&cast.author, &wish, "release").await, Value::Null);
    scene.app.drain().await;
    assert_eq!(reads(&cast.author, &wish, "release").await, "家里有急事");
}

#[tokio::test]
async fn what_the_office_says_is_its_answer_and_waits_for_nothing() {
    let scene = Scene::new().await;
    let (cast, wish) = in_hand(&scene).await;
    let before = scene.wechat.asked(Endpoint::TextCheck);
    cast.leader.moves(&wish, "revoke", json!({ "reason": "已联系不上" })).await.expect(200);
    assert_eq!(reads(&cast.author, &wish, "revoke").await, "已联系不上");
    scene.app.drain().await;
    assert_eq!(scene.wechat.asked(Endpoint::TextCheck), before);
}

#[tokio::test]
async fn why_a_matter_is_withdrawn_is_seen_by_neighbours_once_it_has_passed() {
    let talk = Talk::new().await;
    let matter = json!({ "title": "装电梯", "body": "请大家商量。", "level": "community" });
    let raised = talk.speaker.post("/deliberations", matter).await.expect(201);
    talk.scene.app.drain().await;
    let path = format!("/deliberations/{}", raised.id());
    let body = json!({ "version": talk.speaker.get(&path).await.expect(200).version(), "reason": LISTED });
    talk.speaker.post(format!("{path}/withdraw"), body).await.expect(200);
    let read = async |person: &Person| step(&person.get(&path).await.expect(200), "withdraw")["reason"].clone();
    assert_eq!((read(&talk.reader).await, read(&talk.speaker).await), (Value::Null, json!(LISTED)));
    assert_eq!(read(&talk.staff).await, LISTED);
    let review = only(&talk.staff).await;
    assert_eq!((&review["kind"], &review["cause"]), (&json!("reason"), &json!("listed_word")));
    decides(&talk.staff, &review).await;
    assert_eq!(read(&talk.reader).await, LISTED);
}

#[tokio::test]
async fn a_reason_is_reported_by_those_who_read_it() {
    let scene = Scene::new().await;
    let (cast, wish) = in_hand(&scene).await;
    cast.helper.moves(&wish, "release", json!({ "reason": "家里有急事" })).await.expect(200);
    let seen = cast.author.get(format!("/wishes/{}", wish.id)).await.expect(200);
    let report = json!({ "kind": "reason", "subjectId": step(&seen, "release")["id"], "reason": "privacy" });
    assert_eq!(cast.author.post("/content-reports", report.clone()).await.refusal(), (404, "not_found"), "not yet");
    scene.app.drain().await;
    let stranger = scene.app.resident(&scene.grid).await;
    assert_eq!(stranger.post("/content-reports", report.clone()).await.refusal(), (404, "not_found"));
    cast.author.post("/content-reports", report).await.expect(201);
    let staff = scene.app.staff(&scene.grid).await;
    assert_eq!(only(&staff).await["text"], "家里有急事");
}
