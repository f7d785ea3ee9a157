//! `/docs`: the interactive reference, in the demo with a ready token for each role.

use entity::auth::session;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::Value;
use support::TestApp;

/// The people that the page offers.
fn people(page: &str) -> Vec<Value> {
    let start = page.find("type=\"application/json\">").expect("no people in the page");
    let json = &page[start + "type=\"application/json\">".len()..];
    serde_json::from_str(&json[..json.find("</script>").expect("no end")]).expect("the people are no JSON")
}

#[tokio::test]
async fn the_demo_offers_a_working_token_for_each_role_and_no_new_session_at_each_visit() {
    let app = TestApp::demo().await;

    let first = people(&app.fetch("/docs").await.expect(200).text());
    assert_eq!(first.len(), 12);
    for person in first.iter().filter(|person| !person["token"].as_str().unwrap_or_default().starts_with("swk_")) {
        let request = app.anonymous().request(reqwest::Method::GET, "/me");
        let answer = request.bearer(person["token"].as_str().expect("no token")).send().await;
        assert_eq!(answer.status, 200, "{person}");
    }
    let db = &app.kernel().db;
    let sessions = session::Entity::find().count(db).await.expect("no query");
    app.fetch("/docs").await.expect(200);
    app.inside(async |app| api::demo::ready(&app).await.expect("no tokens")).await;
    assert_eq!(session::Entity::find().count(db).await.expect("no query"), sessions);

    app.advance_days(25);
    app.fetch("/docs").await.expect(200);
    assert_eq!(session::Entity::find().count(db).await.expect("no query"), sessions * 2, "they end in five days");
}

#[tokio::test]
async fn outside_the_demo_nobody_is_offered() {
    let app = TestApp::spawn().await;
    let page = app.fetch("/docs").await.expect(200);
    assert_eq!(people(&page.text()), Vec::<Value>::new());
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("connect-src 'self'"), "{policy}");
}
