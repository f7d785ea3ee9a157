//! Turnout, the published result, objections to it, and what anybody can recount.

use entity::deliberations::{ballot_key, ballot_leaf};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use support::{Program, TestApp, plan};

use super::house::{against, agree, house, shown};

#[tokio::test]
async fn an_objection_holds_the_decision_up_and_an_upheld_one_voids_the_result() {
    let app = TestApp::spawn().await;
    let house = house(&app, 1).await;
    let matter = house.vote(&app, json!({})).await;
    house.author.votes(&matter, agree()).await.expect(201);
    app.closes().await;
    house.staff.moves_matter(&matter, "publish", json!({"objectionDays": 3})).await.expect(200);
    let objects = |text: &str| json!({"text": text});
    let raised = house.voters[0].post(matter.path("objections"), objects("名册漏了人")).await.expect(201);
    let again = house.voters[0].post(matter.path("objections"), objects("还有")).await;
    assert_eq!(again.refusal(), (409, "already_objected"));
    assert_eq!(house.author.get(matter.path("objections")).await.expect(200)["items"], json!([]));
    app.advance_days(4);
    app.drain().await;
    assert_eq!(shown(&house.author, &matter).await["status"], "published", "it waits for the answer");
    let late = house.author.post(matter.path("objections"), objects("太晚")).await;
    assert_eq!(late.refusal(), (409, "objections_over"));
    let path = matter.path(&format!("objections/{}/uphold", raised.id()));
    assert_eq!(house.author.post(&path, json!({"decision": "成立"})).await.status, 403);
    house.staff.post(&path, json!({"decision": "确有遗漏"})).await.expect(200);
    assert_eq!(shown(&house.author, &matter).await["status"], "annulled");
    assert_eq!(house.staff.post(&path, json!({"decision": "再来"})).await.status, 409);
}

#[tokio::test]
async fn a_dismissed_objection_lets_the_decision_come() {
    let app = TestApp::spawn().await;
    let house = house(&app, 0).await;
    let matter = house.vote(&app, json!({})).await;
    house.author.votes(&matter, agree()).await.expect(201);
    app.closes().await;
    house.staff.moves_matter(&matter, "publish", json!({})).await.expect(200);
    let raised = house.author.post(matter.path("objections"), json!({"text": "不服"})).await.expect(201);
    let path = matter.path(&format!("objections/{}/dismiss", raised.id()));
    let answered = house.staff.post(&path, json!({"decision": "程序无误"})).await.expect(200);
    assert_eq!((answered["status"].as_str(), answered["mine"].as_bool()), (Some("dismissed"), Some(false)));
    app.advance_days(8);
    app.drain().await;
    let decided = shown(&house.author, &matter).await;
    assert_eq!((decided["status"].as_str(), decided["outcome"].as_str()), (Some("decided"), Some("no_quorum")));
    assert_eq!(house.staff.moves_matter(&matter, "execute", json!({})).await.refusal(), (409, "illegal_transition"));
}

#[tokio::test]
async fn turnout_tells_the_gap_and_never_a_choice() {
    let app = TestApp::spawn().await;
    let house = house(&app, 0).await;
    let before = house.discussed(&app).await;
    assert_eq!(house.author.get(before.path("turnout")).await.refusal(), (409, "not_opened"));
    let matter = house.vote(&app, json!({})).await;
    house.author.votes(&matter, agree()).await.expect(201);
    let turnout = house.author.get(matter.path("turnout")).await.expect(200);
    // The author and two times three who second: seven on the roll, four of them needed.
    assert_eq!((turnout["roll"]["heads"].as_u64(), turnout["voted"]["heads"].as_u64()), (Some(7), Some(1)));
    assert_eq!((turnout["gaps"][0]["needed"].as_u64(), turnout["gaps"][0]["missing"].as_u64()), (Some(4), Some(3)));
    assert_eq!(turnout["buildings"][0]["voted"]["heads"], 1);
    assert!(turnout["live"].is_null() && !turnout.text().contains("agree"));
    let live = house.vote(&app, json!({"liveResults": true})).await;
    house.author.votes(&live, agree()).await.expect(201);
    assert_eq!(house.author.get(live.path("turnout")).await.expect(200)["live"]["agree"]["heads"], 1);
}

#[tokio::test]
async fn everybody_sees_the_turnout_of_an_open_vote_and_no_choices() {
    let app = TestApp::spawn().await;
    let house = house(&app, 6).await;
    let matter = house.discussed(&app).await;
    let nobody = app.anonymous();
    assert_eq!(nobody.get(matter.path("turnout")).await.refusal(), (404, "not_found"), "nothing is open yet");
    let how = plan(&app, &json!({"liveResults": true}));
    house.staff.moves_matter(&matter, "schedule", how).await.expect(200);
    app.opens().await;
    house.author.votes(&matter, agree()).await.expect(201);
    let elsewhere = app.resident(&app.given_grid_in(&app.given_community().await).await).await;
    for outsider in [&nobody, &elsewhere] {
        let seen = outsider.get(matter.path("turnout")).await.expect(200);
        let (roll, voted) = (seen["roll"]["heads"].as_u64(), seen["voted"]["heads"].as_u64());
        assert_eq!((roll, voted), (Some(10), Some(1)));
        assert!(seen["live"].is_null() && !seen.text().contains("agree"));
        assert_eq!(seen["buildings"][0]["voted"]["heads"], 1);
        let again = outsider.request(reqwest::Method::GET, matter.path("turnout"));
        let again = again.header("if-none-match", seen.header("etag")).send().await;
        assert_eq!((again.status, again.text().is_empty()), (304, true));
    }
    assert_eq!(house.author.get(matter.path("turnout")).await.expect(200)["live"]["agree"]["heads"], 1);
    let small = self::house(&app, 0).await.vote(&app, json!({})).await;
    let seen = nobody.get(small.path("turnout")).await.expect(200);
    assert_eq!((&seen["buildings"], seen["roll"]["heads"].as_u64()), (&json!([]), Some(4)), "too few to be told apart");
}

#[tokio::test]
async fn anybody_recounts_the_bundle_and_finds_the_own_ballot() {
    let app = TestApp::spawn().await;
    for secrecy in ["open", "secret"] {
        let house = house(&app, 3).await;
        let matter = house.vote(&app, json!({ "secrecy": secrecy })).await;
        let receipt = house.author.votes(&matter, against()).await.expect(201)["receipt"].clone();
        for voter in &house.voters {
            voter.votes(&matter, agree()).await.expect(201);
        }
        assert_eq!(app.anonymous().get(matter.path("bundle")).await.status, 404);
        app.closes().await;
        assert_eq!(app.anonymous().get(matter.path("bundle")).await.status, 404, "not before it is published");
        house.staff.moves_matter(&matter, "publish", json!({})).await.expect(200);
        let bundle = app.anonymous().get(matter.path("bundle")).await.expect(200);
        let folder = tempfile::tempdir().expect("no folder");
        let (file, mine) = (folder.path().join("bundle.json"), folder.path().join("receipt.json"));
        std::fs::write(&file, bundle.text()).expect("the bundle is not written");
        std::fs::write(&mine, receipt.to_string()).expect("the receipt is not written");
        let (file, mine) = (file.display().to_string(), mine.display().to_string());
        let arguments = ["verify", "bundle", &file, "--receipt", &mine, "--json"];
        let checked = Program::new(env!("CARGO_BIN_EXE_siwei-under-test"), &arguments).run();
        assert_eq!(checked.code, 0, "{checked:?}");
        assert_eq!(checked.json()["report"]["ballots"], 4);
    }
}

#[tokio::test]
async fn a_retry_of_a_secret_ballot_gets_the_same_receipt_until_the_key_is_gone() {
    let app = TestApp::spawn().await;
    let house = house(&app, 0).await;
    let matter = house.vote(&app, json!({"secrecy": "secret"})).await;
    let send = async |choice: Value, key: &str| {
        let request = house.author.request(reqwest::Method::POST, matter.path("ballots"));
        request.key(key).json(&json!({ "choice": choice })).send().await
    };
    let first = send(agree(), "once").await.expect(201);
    assert_eq!(send(agree(), "once").await.expect(201)["receipt"], first["receipt"]);
    assert_eq!(send(against(), "once").await.refusal(), (422, "idempotency_key_reused"));
    assert_eq!(send(agree(), "twice").await.refusal(), (409, "already_voted"));
    app.closes().await;
    let db = &app.kernel().db;
    assert_eq!(ballot_key::Entity::find().count(db).await.ok(), Some(0));
    assert_eq!(ballot_leaf::Entity::find().count(db).await.ok(), Some(1));
    assert_eq!(send(agree(), "once").await.refusal(), (409, "voting_closed"));
    let mine = house.author.get(matter.path("ballots/mine")).await.expect(200);
    assert!(mine["items"][0]["castAt"].is_string() && mine["items"][0]["receipt"].is_null());
}
