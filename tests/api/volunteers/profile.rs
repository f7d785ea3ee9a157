//! What volunteers offer, and the honour roll.

use reqwest::Method;
use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn a_volunteer_changes_what_they_offer_and_loses_no_update() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (person, id) = app.registered(&grid).await;
    let path = format!("/volunteers/{id}");
    let offer = json!({
        "version": 1, "skills": ["driving"], "gridIds": [grid.id], "times": [], "honourRoll": false,
        "emergencyReady": false,
    });
    let changed = person.put(&path, offer.clone()).await.expect(200);
    assert_eq!((&changed["skills"], &changed["version"]), (&json!(["driving"]), &json!(2)));
    assert_eq!(changed.header("etag"), "\"2\"");
    assert_eq!(person.put(&path, offer.clone()).await.refusal(), (412, "stale"));
    let staff = app.staff(&grid).await;
    assert_eq!(staff.request(Method::PUT, &path).if_match(2).json(&offer).send().await.refusal(), (403, "forbidden"));
}

#[tokio::test]
async fn the_honour_roll_names_masked_who_wants_to_be_named() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let roll = format!("/communities/{}/honour-roll", grid.community);
    let (shown, _) = app.registered(&grid).await;
    let hidden = app.resident(&grid).await;
    hidden.registers(json!({"honourRoll": false, "name": "李建国"})).await.expect(201);

    let nobody = app.anonymous();
    let answer = nobody.get(&roll).await.expect(200);
    assert_eq!(answer.body.as_array().map(Vec::len), Some(1));
    assert_eq!((&answer["/0/name"], &answer["/0/number"]), (&json!("王**"), &json!("V000001")));
    let etag = answer.header("etag").to_owned();
    let again = nobody.request(Method::GET, &roll).header("if-none-match", &etag).send().await;
    assert_eq!(again.status, 304);

    let own = shown.get("/me/volunteer").await.expect(200);
    shown.post(format!("/volunteers/{}/retire", own.id()), json!({"version": 1})).await.expect(200);
    let answer = nobody.get(&roll).await.expect(200);
    assert_eq!(answer.body.as_array().map(Vec::len), Some(0), "who has retired is gone at once");
    assert_eq!(nobody.get(format!("/communities/{}/honour-roll", uuid::Uuid::now_v7())).await.status, 404);
}
