//! Sessions: how long an access token lives, what ends it, and where somebody is signed in.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use support::{Answer, TestApp};

use super::{me, post_as, refresh, sandbox};

const NOBODY: (u16, &str) = (401, "unauthenticated");

async fn get_as(app: &TestApp, token: &str, path: &str) -> Answer {
    app.anonymous().request(Method::GET, path).bearer(token).send().await
}

async fn delete_as(app: &TestApp, token: &str, path: &str) -> Answer {
    app.anonymous().request(Method::DELETE, path).bearer(token).send().await
}

async fn from_device(app: &TestApp, name: &str, device: &str) -> Answer {
    let code = json!({ "appid": "sandbox", "code": format!("sandbox:{name}") });
    let request = app.anonymous().request(Method::POST, "/auth/wechat/login").header("user-agent", device);
    request.json(&code).send().await.expect(200)
}

#[tokio::test]
async fn an_access_token_lives_for_fifteen_minutes() {
    let app = TestApp::spawn().await;
    let signed_in = sandbox(&app, "王秀兰").await.expect(200);
    assert_eq!(signed_in["expiresIn"], 900);
    let access = signed_in.string("accessToken");
    app.advance(Duration::from_secs(880));
    me(&app, &access).await.expect(200);
    app.advance(Duration::from_secs(20));
    let over = me(&app, &access).await;
    assert_eq!((over.refusal(), over.header("www-authenticate")), ((401, "token_expired"), "Bearer"));
}

#[tokio::test]
async fn signing_out_ends_this_device_at_once_on_every_replica_and_no_other() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let (here, there) = (sandbox(&app, "王秀兰").await.expect(200), sandbox(&app, "王秀兰").await.expect(200));
    post_as(&app, &here.string("accessToken"), "/auth/logout", json!({})).await.expect(204);

    for server in [&app, &replica] {
        assert_eq!(me(server, &here.string("accessToken")).await.refusal(), NOBODY);
        me(server, &there.string("accessToken")).await.expect(200);
    }
    assert_eq!(refresh(&app, &here.string("refreshToken")).await.refusal(), (401, "refresh_token_invalid"));
    refresh(&app, &there.string("refreshToken")).await.expect(200);
    let again = post_as(&app, &here.string("accessToken"), "/auth/logout", json!({})).await;
    assert_eq!(again.refusal(), NOBODY);
}

#[tokio::test]
async fn signing_out_everywhere_ends_all_devices_of_this_account_only() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let stranger = sandbox(&app, "李德福").await.expect(200);
    let mut devices = Vec::new();
    for _ in 0..3 {
        devices.push(sandbox(&app, "王秀兰").await.expect(200));
    }
    post_as(&replica, &devices[1].string("accessToken"), "/auth/logout-all", json!({})).await.expect(204);
    for device in &devices {
        assert_eq!(me(&app, &device.string("accessToken")).await.refusal(), NOBODY);
        assert_eq!(refresh(&app, &device.string("refreshToken")).await.status, 401);
    }
    me(&app, &stranger.string("accessToken")).await.expect(200);
    sandbox(&app, "王秀兰").await.expect(200);
}

#[tokio::test]
async fn somebody_sees_where_they_are_signed_in_and_ends_what_they_do_not_know() {
    let app = TestApp::spawn().await;
    let lost = from_device(&app, "王秀兰", "an old phone").await;
    app.advance(Duration::from_secs(60));
    let held = from_device(&app, "王秀兰", "MicroMessenger/8.0.50").await;
    let stranger = from_device(&app, "李德福", "Mozilla/5.0").await;
    let access = held.string("accessToken");

    let list = get_as(&app, &access, "/auth/sessions").await.expect(200);
    let field = |name: &str| -> Vec<Value> {
        list.body.as_array().into_iter().flatten().map(|session| session[name].clone()).collect()
    };
    assert_eq!(field("current"), [json!(true), json!(false)], "the one used last first");
    assert_eq!(field("userAgent")[0], "MicroMessenger/8.0.50");
    let id = field("id")[1].as_str().expect("no id").to_owned();

    delete_as(&app, &access, &format!("/auth/sessions/{id}")).await.expect(204);
    assert_eq!(me(&app, &lost.string("accessToken")).await.refusal(), NOBODY);
    assert_eq!(delete_as(&app, &access, &format!("/auth/sessions/{id}")).await.refusal(), (404, "not_found"));
    assert_eq!(get_as(&app, &access, "/auth/sessions").await.body.as_array().map(Vec::len), Some(1));

    let foreign = get_as(&app, &stranger.string("accessToken"), "/auth/sessions").await.expect(200);
    let foreign = foreign.string("/0/id");
    assert_eq!(delete_as(&app, &access, &format!("/auth/sessions/{foreign}")).await.refusal(), (404, "not_found"));
    me(&app, &stranger.string("accessToken")).await.expect(200);
}

#[tokio::test]
async fn the_twenty_first_device_ends_the_one_that_was_used_least_recently() {
    let app = TestApp::spawn().await;
    let mut devices = Vec::new();
    for _ in 0..20 {
        devices.push(sandbox(&app, "王秀兰").await.expect(200));
        app.advance(Duration::from_secs(1));
    }
    // The first one is used again, so the second is the least recent.
    refresh(&app, &devices[0].string("refreshToken")).await.expect(200);
    let newest = sandbox(&app, "王秀兰").await.expect(200);
    assert_eq!(me(&app, &devices[1].string("accessToken")).await.refusal(), NOBODY);
    for device in [&devices[0], &devices[2], &newest] {
        me(&app, &device.string("accessToken")).await.expect(200);
    }
}
