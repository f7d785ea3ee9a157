//! Keys of third parties: shown once, stored as a digest, good for their scopes and their time.

use std::time::Duration;

use entity::auth::api_client;
use entity::kernel::idempotency;
use futures_util::future::join_all;
use reqwest::Method;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use support::{Answer, Person, TestApp};

const NOBODY: (u16, &str) = (401, "unauthenticated");

async fn make(admin: &Person, scopes: &Value, days: u64) -> Answer {
    let body = json!({ "name": "12345 热线对接", "scopes": scopes, "validDays": days });
    admin.post("/api-clients", body).await.expect(201)
}

async fn shown(app: &TestApp, key: &str) -> Answer {
    app.anonymous().request(Method::GET, "/wishes").bearer(key).send().await
}

async fn row(app: &TestApp) -> api_client::Model {
    api_client::Entity::find().one(&app.kernel().db).await.expect("no query").expect("no key")
}

/// What stands behind `swk_<prefix>_`; it may have underscores itself.
fn secret_of(key: &str) -> &str {
    key.splitn(3, '_').last().expect("no secret")
}

#[tokio::test]
async fn a_key_is_shown_once_and_stored_as_a_digest() {
    let app = TestApp::spawn().await;
    let admin = app.admin(&app.community().await).await;
    let body = json!({ "name": "热线", "scopes": ["wishes:read"] });
    let request = || admin.request(Method::POST, "/api-clients").key("make-once").json(&body);
    let made = request().send().await.expect(201);
    let key = made.string("key");
    let secret = secret_of(&key);
    assert!(key.starts_with(&format!("{}_", made.string("/client/prefix"))), "{key}");
    assert_eq!(shown(&app, &key).await.status, 200);
    assert_eq!(request().send().await.expect(201).string("key"), key, "a retry made another key");

    let list = admin.get("/api-clients").await.expect(200);
    assert_eq!(list.items().len(), 1);
    assert!(!list.text().contains(secret));
    let stored = row(&app).await;
    assert!(!format!("{stored:?}").contains(secret));
    assert_eq!(stored.secret_hash.len(), 64);
    let answers = idempotency::Entity::find().all(&app.kernel().db).await.expect("no answers");
    assert!(!format!("{answers:?}").contains(secret), "the answer that is kept for a retry is not sealed");
}

#[tokio::test]
async fn a_key_does_what_its_scopes_say_in_its_own_community() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let admin = app.admin(&grid).await;
    let reads = make(&admin, &json!(["wishes:read"]), 365).await.string("key");
    let writes = make(&admin, &json!(["wishes:write", "wishes:write"]), 365).await;
    assert_eq!(writes["/client/scopes"], json!(["wishes:write"]), "each scope once");
    let wish = json!({
        "channel": "hotline_12345", "category": "repair", "gridId": grid.id, "title": "路灯坏了", "body": "西门路灯不亮。",
    });
    let submit =
        async |key: &str| app.anonymous().request(Method::POST, "/wishes").bearer(key).json(&wish).send().await;
    assert_eq!(submit(&reads).await.refusal(), (403, "missing_scope"));
    let taken = submit(&writes.string("key")).await.expect(201);
    assert_eq!(shown(&app, &writes.string("key")).await.refusal(), (403, "missing_scope"));
    assert_eq!(shown(&app, &reads).await.expect(200).items().len(), 0, "what is in review is not for readers");
    let approve = format!("/wishes/{}/approve", taken.string("/wish/id"));
    app.grid_leader(&grid).await.post(approve, json!({ "version": 1 })).await.expect(200);
    assert_eq!(shown(&app, &reads).await.expect(200).items().len(), 1);

    let elsewhere = app.admin(&app.given_community().await).await;
    let foreign = make(&elsewhere, &json!(["wishes:read"]), 365).await;
    assert_eq!(shown(&app, &foreign.string("key")).await.expect(200).items().len(), 0);
    let id = foreign.string("/client/id");
    assert_eq!(admin.delete(format!("/api-clients/{id}")).await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn a_key_ends_on_its_day_or_at_once_when_it_is_revoked() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let admin = app.admin(&app.community().await).await;
    let (short, long) =
        (make(&admin, &json!(["wishes:read"]), 1).await, make(&admin, &json!(["wishes:read"]), 2).await);
    let (short, id, long) = (short.string("key"), long.string("/client/id"), long.string("key"));
    app.advance(Duration::from_secs(86_300));
    assert_eq!(shown(&app, &short).await.status, 200);
    app.advance(Duration::from_secs(100));
    assert_eq!(shown(&app, &short).await.refusal(), NOBODY);
    assert_eq!(shown(&app, &long).await.status, 200);

    admin.delete(format!("/api-clients/{id}")).await.expect(204);
    for server in [&app, &replica] {
        assert_eq!(shown(server, &long).await.refusal(), NOBODY);
    }
    assert_eq!(admin.delete(format!("/api-clients/{id}")).await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn a_key_that_is_not_right_to_the_last_character_is_none() {
    let app = TestApp::spawn().await;
    let admin = app.admin(&app.community().await).await;
    let key = make(&admin, &json!(["wishes:read"]), 365).await.string("key");
    let (prefix, _) = key.rsplit_once(secret_of(&key)).expect("no secret");
    let prefix = prefix.trim_end_matches('_');
    let end = if key.ends_with('A') { 'B' } else { 'A' };
    for wrong in [
        format!("{}{end}", &key[..key.len() - 1]),
        format!("{key}x"),
        key[..key.len() - 1].to_owned(),
        format!("{prefix}_"),
        prefix.to_owned(),
        "swk_".to_owned(),
        "swk__".to_owned(),
        key.replacen("swk_", "swk_0", 1),
        key.trim_start_matches("swk_").to_owned(),
    ] {
        assert_eq!(shown(&app, &wrong).await.refusal(), NOBODY, "{wrong}");
    }
}

#[tokio::test]
async fn the_last_use_is_noted_once_an_hour() {
    let app = TestApp::spawn().await;
    let admin = app.admin(&app.community().await).await;
    let key = make(&admin, &json!(["wishes:read"]), 365).await.string("key");
    assert_eq!(row(&app).await.last_used_at, None);
    shown(&app, &key).await.expect(200);
    let first = row(&app).await.last_used_at.expect("not noted");
    app.advance(Duration::from_secs(3_500));
    shown(&app, &key).await.expect(200);
    assert_eq!(row(&app).await.last_used_at, Some(first));
    app.advance(Duration::from_secs(200));
    shown(&app, &key).await.expect(200);
    assert!(row(&app).await.last_used_at > Some(first));
}

/// Guard: compare-and-set on the end of a key (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn a_key_revoked_by_many_at_once_is_revoked_once() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let admin = app.admin(&app.community().await).await;
    let id = make(&admin, &json!(["wishes:read"]), 365).await.string("/client/id");
    let both = [admin.clone(), admin.at(&replica)];
    let answers = join_all((0..20).map(|turn| both[turn % 2].delete(format!("/api-clients/{id}")))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.refusal() == (404, "not_found")).count(), 19);
}
