//! The demo's deliberations: one at least in every state, made by the services themselves.

use std::collections::BTreeMap;

use api::deliberations::bundle;
use entity::community::{team, team_member};
use entity::deliberations::{DeliberationStatus, ballot_key, ballot_leaf, deliberation};
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use support::{Answer, TestApp};

async fn token(app: &TestApp, name: &str) -> String {
    let body = json!({"appid": "demo", "code": format!("sandbox:{name}")});
    let answer = app.anonymous().request(Method::POST, "/auth/wechat/login").json(&body).send().await;
    answer.expect(200).string("/accessToken")
}

async fn ask(app: &TestApp, token: &str, path: String) -> Answer {
    app.anonymous().request(Method::GET, &path).bearer(token).send().await.expect(200)
}

async fn matters(app: &TestApp) -> Vec<deliberation::Model> {
    deliberation::Entity::find().order_by_asc(deliberation::Column::Id).all(&app.kernel().db).await.expect("no query")
}

async fn titled(app: &TestApp, title: &str) -> deliberation::Model {
    let found = matters(app).await.into_iter().find(|one| one.title.contains(title));
    found.unwrap_or_else(|| panic!("nothing is called {title}"))
}

#[tokio::test]
async fn every_state_of_a_deliberation_is_there_to_look_at() {
    let app = TestApp::demo().await;
    let mut seen: BTreeMap<DeliberationStatus, Vec<&str>> = BTreeMap::new();
    let all = matters(&app).await;
    for one in &all {
        seen.entry(one.status).or_default().push(one.outcome.map_or("", |outcome| outcome.as_str()));
    }
    for status in DeliberationStatus::ALL {
        assert!(seen.contains_key(status), "none is {status}: {seen:?}");
    }
    assert_eq!(seen[&DeliberationStatus::Voting].len(), 3);
    let mut decided = seen[&DeliberationStatus::Decided].clone();
    decided.sort_unstable();
    assert_eq!(decided, ["adopted", "no_quorum", "rejected"]);
    for status in [DeliberationStatus::Executing, DeliberationStatus::Evaluating, DeliberationStatus::Closed] {
        assert_eq!(seen[&status], ["adopted"], "{status}");
    }
    let now = app.now();
    for one in all.iter().filter(|one| one.frozen_at.is_some()) {
        let (opens_at, closes_at) = (one.opens_at.expect("no opening"), one.closes_at.expect("no end"));
        assert!(opens_at < now && (closes_at > now) == (one.status == DeliberationStatus::Voting), "{}", one.title);
    }
    assert!(!app.inside(async |app| api::demo::fill(&app).await.expect("no second look")).await, "it is filled once");
    app.drain().await;
    let later = matters(&app).await;
    assert!(later.iter().zip(&all).all(|(now, then)| now.status == then.status), "nothing is due yet");
}

#[tokio::test]
async fn the_self_governance_group_has_a_leader_and_members() {
    let app = TestApp::demo().await;
    let db = &app.kernel().db;
    let group = team::Entity::find().filter(team::Column::Name.contains("自治")).one(db).await.expect("no query");
    let group = group.expect("there is no group");
    assert!(group.leader_account_id.is_some());
    let members = team_member::Entity::find().filter(team_member::Column::TeamId.eq(group.id)).count(db).await;
    assert_eq!(members.ok(), Some(5));
}

#[tokio::test]
async fn the_owners_vote_on_the_maintenance_fund_is_half_way_and_a_visitor_can_vote_in_it() {
    let app = TestApp::demo().await;
    let fund = titled(&app, "维修资金更换十栋楼").await;
    let resident = token(&app, "王秀兰").await;
    let turnout = ask(&app, &resident, format!("/deliberations/{}/turnout", fund.id)).await;
    let gaps = turnout["gaps"].as_array().expect("no gaps");
    assert_eq!(gaps.len(), 2, "area and heads");
    for gap in gaps {
        let (needed, reached) = (gap["needed"].as_u64().unwrap_or(0), gap["reached"].as_u64().unwrap_or(0));
        assert!(needed * 2 / 5 < reached && reached < needed * 3 / 5, "{gap}");
        assert_eq!(gap["missing"].as_u64(), Some(needed - reached));
    }
    assert_eq!(turnout["buildings"].as_array().map(Vec::len), Some(10));
    assert!(turnout["roll"]["heads"].as_u64() < Some(420), "who owns several parts is one head");

    let ballots = format!("/deliberations/{}/ballots", fund.id);
    let cast =
        app.anonymous().request(Method::POST, &ballots).bearer(&resident).json(&json!({"choice": {"kind": "agree"}}));
    let cast = cast.send().await.expect(201);
    let mine = ask(&app, &resident, format!("{ballots}/mine")).await;
    assert_eq!(mine["items"][0]["receipt"], cast["receipt"]);
    assert!(mine["items"][0]["weight"]["area"].as_u64() > Some(5_000));
}

#[tokio::test]
async fn the_secret_vote_of_the_demo_keeps_its_secret_and_its_key() {
    let app = TestApp::demo().await;
    let db = &app.kernel().db;
    let election = titled(&app, "推选2号楼楼长").await;
    assert_eq!(ballot_key::Entity::find().count(db).await.ok(), Some(1));
    assert_eq!(ballot_leaf::Entity::find().count(db).await.ok(), Some(0));
    let resident = token(&app, "王秀兰").await;
    let turnout = ask(&app, &resident, format!("/deliberations/{}/turnout", election.id)).await;
    assert!(turnout["voted"]["heads"].as_u64() > Some(20) && turnout["live"].is_null());
}

#[tokio::test]
async fn anybody_recounts_what_the_demo_has_published() {
    let app = TestApp::demo().await;
    let published = matters(&app).await.into_iter().filter(|one| one.published_at.is_some());
    let mut counted = 0;
    for one in published {
        let path = format!("/deliberations/{}/bundle", one.id);
        let answer = app.anonymous().request(Method::GET, &path).send().await.expect(200);
        let file: Value = serde_json::from_str(&answer.text()).expect("the bundle is no JSON");
        let report =
            bundle::check(&file, one.public_key.as_deref(), |_| {}).unwrap_or_else(|fault| panic!("{fault:?}"));
        assert!(report.ballots > 5, "{}", one.title);
        assert_eq!(Some(report.outcome), one.outcome);
        counted += 1;
    }
    assert_eq!(counted, 8, "published, annulled, three decided, executing, evaluating, closed");
}
