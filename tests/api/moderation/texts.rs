//! Texts: the list at once, then WeChat, then a person.

use std::time::Duration;

use serde_json::json;
use support::wechat::{Endpoint, Turn};

use super::{DOUBTFUL, LISTED, Talk, inbox, only, pass, refuse, told};
use crate::wechat::Scene;

#[tokio::test]
async fn a_harmless_text_is_seen_by_others_once_wechat_has_looked() {
    let talk = Talk::new().await;
    let said = talk.says("位置最好离儿童乐园远一点").await;
    assert_eq!(said.body["screening"], "checking");
    assert_eq!(talk.read_by(&talk.speaker).await.len(), 1, "its author sees it");
    assert!(talk.read_by(&talk.reader).await.is_empty(), "nobody else does");
    assert_eq!(told(&talk.speaker).await["screening"], "checking");

    talk.scene.app.drain().await;
    let read = talk.read_by(&talk.reader).await;
    assert_eq!((&read[0]["text"], &read[0]["screening"]), (&json!("位置最好离儿童乐园远一点"), &json!("passed")));
    let asked = talk.scene.wechat.calls(Endpoint::TextCheck);
    assert_eq!(asked.len(), 1);
    assert!(asked[0].raw.contains("儿童乐园"), "not escaped: WeChat would not see through it");
    assert!(!asked[0].raw.contains(asked[0].parameter("access_token")), "the token stands in the address only");
    let none = talk.speaker.get("/me/content-reviews").await.expect(200);
    assert!(none.items().is_empty(), "that all is well is no news");
    assert!(inbox(&talk.speaker).await.is_empty());
}

#[tokio::test]
async fn what_wechat_doubts_waits_for_a_person_and_its_author_is_told_in_plain_words() {
    let talk = Talk::new().await;
    talk.says(DOUBTFUL).await;
    talk.scene.app.drain().await;
    assert!(talk.read_by(&talk.reader).await.is_empty());
    let figures = talk.scene.app.fetch("/metrics").await.text();
    assert!(figures.contains("siwei_content_waiting 1") && figures.contains("siwei_content_checking 0"), "{figures}");
    let review = only(&talk.staff).await;
    assert_eq!((&review["kind"], &review["cause"]), (&json!("deliberation_comment"), &json!("wechat")));
    assert_eq!((&review["text"], &review["screening"]), (&json!(DOUBTFUL), &json!("held")));
    assert!(review["findings"][0]["label"].as_i64().is_some_and(|label| label > 100), "{review}");
    let own = told(&talk.speaker).await;
    assert!(own["explanation"].as_str().is_some_and(|words| words.contains("工作人员")), "{own}");
    assert!(inbox(&talk.staff).await.contains(&"有内容待审核".to_owned()));
    assert_eq!(inbox(&talk.speaker).await, ["您发布的内容需要人工看一下，通过后大家就能看到"]);

    talk.decides(&talk.staff, &review, pass()).await.expect(200);
    talk.scene.app.drain().await;
    assert_eq!(talk.read_by(&talk.reader).await.len(), 1);
    assert_eq!(inbox(&talk.speaker).await[0], "您发布的内容已通过审核，大家可以看到了");
    assert_eq!(told(&talk.speaker).await["screening"], "passed");
}

#[tokio::test]
async fn a_listed_word_is_held_at_once_and_wechat_is_not_asked() {
    let talk = Talk::new().await;
    assert_eq!(talk.says(LISTED).await.body["screening"], "held");
    talk.scene.app.drain().await;
    assert_eq!(talk.scene.wechat.asked(Endpoint::TextCheck), 0);
    let review = only(&talk.staff).await;
    assert_eq!((&review["cause"], &review["findings"][0]["topic"]), (&json!("listed_word"), &json!("fraud")));
    assert_eq!(review["findings"][0]["word"], "刷单返利");
    let own = told(&talk.speaker).await.to_string();
    assert!(!own.contains("topic"), "which word it was teaches how to get around it: {own}");

    talk.decides(&talk.staff, &review, refuse()).await.expect(200);
    assert!(talk.read_by(&talk.reader).await.is_empty());
    let own = told(&talk.speaker).await;
    assert_eq!((&own["screening"], &own["reason"]), (&json!("refused"), &json!("请不要发广告")));
    assert_eq!(own["allowedActions"], json!(["appeal"]));
}

#[tokio::test]
async fn while_wechat_is_away_nothing_is_published_and_in_the_end_a_person_looks() {
    let talk = Talk::new().await;
    talk.scene.wechat.always(Endpoint::TextCheck, Turn::Status(502));
    talk.says("晚上施工太吵").await;
    for pause in [0, 5, 20, 80] {
        talk.scene.app.advance(Duration::from_secs(pause));
        talk.scene.app.drain().await;
        assert!(talk.read_by(&talk.reader).await.is_empty());
    }
    assert_eq!(talk.scene.wechat.asked(Endpoint::TextCheck), 4);
    assert_eq!(only(&talk.staff).await["cause"], "check_failed");
}

#[tokio::test]
async fn wechat_that_comes_back_publishes_what_waited() {
    let talk = Talk::new().await;
    talk.scene.wechat.next(Endpoint::TextCheck, Turn::Reset);
    talk.scene.wechat.next(Endpoint::TextCheck, Turn::Body("<html>".to_owned()));
    talk.says("晚上施工太吵").await;
    talk.scene.app.drain().await;
    for pause in [5, 20] {
        assert!(talk.read_by(&talk.reader).await.is_empty());
        talk.scene.app.advance(Duration::from_secs(pause));
        talk.scene.app.drain().await;
    }
    assert_eq!(talk.read_by(&talk.reader).await.len(), 1);
}

#[tokio::test]
async fn somebody_who_was_not_there_for_two_hours_cannot_be_checked() {
    let talk = Talk::new().await;
    talk.scene.wechat.advance(Duration::from_secs(3 * 60 * 60));
    talk.says("晚上施工太吵").await;
    talk.scene.app.drain().await;
    let review = only(&talk.staff).await;
    assert_eq!((&review["cause"], &review["findings"][0]["errcode"]), (&json!("check_failed"), &json!(61_010)));
}

#[tokio::test]
async fn somebody_whom_wechat_does_not_know_waits_for_a_person_and_the_staff_do_not() {
    let talk = Talk::new().await;
    let said = talk.reader.post(&talk.path, json!({ "text": "我同意" })).await.expect(201);
    assert_eq!(said.body["screening"], "held");
    assert_eq!(only(&talk.staff).await["cause"], "other_channel");
    let answer = talk.staff.post(&talk.path, json!({ "text": "下周公布方案" })).await.expect(201);
    assert_eq!(answer.body["screening"], "passed");
    let listed = talk.staff.post(&talk.path, json!({ "text": LISTED })).await.expect(201);
    assert_eq!(listed.body["screening"], "held", "the list holds for everybody");
}

#[tokio::test]
async fn a_matter_that_is_held_does_not_exist_for_neighbours() {
    let scene = Scene::new().await;
    let (author, _) = scene.wechatter().await;
    let neighbour = scene.app.resident(&scene.grid).await;
    let staff = scene.app.staff(&scene.grid).await;
    let matter = author.proposes("给本楼加装电梯").await;
    let path = matter.path("");
    let listed = async |person: &support::Person| person.get("/deliberations").await.expect(200).items().len();
    let _ = neighbour.get(&path).await.expect(404);
    assert_eq!((listed(&author).await, listed(&staff).await, listed(&neighbour).await), (1, 1, 0));
    let _ = neighbour.post(matter.path("second"), json!({})).await.expect(404);
    scene.app.drain().await;
    assert_eq!(neighbour.get(&path).await.expect(200).body["screening"], "passed");
    assert_eq!(listed(&neighbour).await, 1);
}
