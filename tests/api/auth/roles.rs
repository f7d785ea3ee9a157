//! Roles: given and taken, they hold from the next request on, whatever the token was made with.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use support::{Person, TestApp};

async fn grant(admin: &Person, person: &Person, role: &str) -> String {
    let body = json!({ "accountId": person.account(), "role": role });
    admin.post("/roles", body).await.expect(201).id()
}

#[tokio::test]
async fn a_role_holds_and_ends_with_the_same_token_on_every_replica() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let community = app.community().await;
    let (admin, person) = (app.admin(&community).await, app.member(&community).await);
    let token = person.token().expect("no token");
    let ask = async |server: &TestApp| {
        let request = server.anonymous().request(Method::GET, "/residents");
        request.bearer(&token).send().await.status
    };

    assert_eq!((ask(&app).await, ask(&replica).await), (403, 403));
    let role = grant(&admin, &person, "community_staff").await;
    assert_eq!((ask(&app).await, ask(&replica).await), (200, 200));
    admin.at(&replica).delete(format!("/roles/{role}")).await.expect(204);
    assert_eq!((ask(&app).await, ask(&replica).await), (403, 403));
    assert_eq!(admin.delete(format!("/roles/{role}")).await.refusal(), (404, "not_found"));
}

/// Guard: the partial unique index on live roles.
#[tokio::test]
async fn one_role_given_twenty_times_at_once_is_given_once() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let community = app.community().await;
    let (admin, person) = (app.admin(&community).await, app.member(&community).await);
    let both = [admin.clone(), admin.at(&replica)];
    let body = json!({ "accountId": person.account(), "role": "volunteer" });
    let answers = join_all((0..20).map(|turn| both[turn % 2].post("/roles", body.clone()))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.refusal() == (409, "already_exists")).count(), 19);
}

/// Guard: all administrators are locked before one is taken (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn administrators_who_take_each_others_role_at_once_leave_one() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    for _ in 0..10 {
        let community = app.given_community().await;
        let (one, other) = (app.admin(&community).await, app.admin(&community).await.at(&replica));
        let list = one.get("/roles?role=community_admin").await.expect(200);
        let role_of = |person: &Person| {
            let mine = list.items().iter().find(|role| role["holder"]["accountId"] == json!(person.account()));
            mine.and_then(|role| role["id"].as_str()).expect("no role").to_owned()
        };
        let (of_one, of_other) = (role_of(&one), role_of(&other));
        let (first, second) =
            tokio::join!(one.delete(format!("/roles/{of_other}")), other.delete(format!("/roles/{of_one}")));
        let taken = [first.status, second.status].iter().filter(|status| **status == 204).count();
        assert_eq!(taken, 1, "{} {}", first.text(), second.text());
    }
}
