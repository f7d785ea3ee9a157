//! Wishes that come in another way than by the author's phone: for somebody else, by staff,
//! by a program.

use entity::auth::ApiScope;
use entity::wishes::WishStatus;
use serde_json::{Value, json};
use support::{TestApp, Wish};

fn repair(more: Value) -> Value {
    let mut body = json!({ "category": "repair", "title": "暖气不热", "body": "家里有老人，夜里很冷。" });
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    body
}

fn wish_of(answer: &support::Answer) -> Wish {
    Wish { id: answer.string("/wish/id").parse().expect("the id of the wish is no id") }
}

#[tokio::test]
async fn what_a_caller_told_the_hotline_is_written_down_by_staff_who_speak_for_them() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let call = repair(json!({
        "channel": "hotline_12345", "externalRef": "JT-2026-0001", "gridId": grid.id,
        "contact": { "name": "来电人", "phone": "13900008888" },
    }));

    let taken = cast.staff.post("/wishes", call.clone()).await.expect(201);
    assert_eq!(cast.staff.post("/wishes", call).await.refusal(), (409, "already_exists"));
    let wish = wish_of(&taken);
    cast.leader.moves(&wish, "approve", json!({})).await.expect(200);
    cast.helper.moves(&wish, "claim", json!({})).await.expect(200);
    let contact = cast.helper.post(wish.path("contact"), json!({})).await.expect(200);
    assert_eq!(contact.string("/phone"), "13900008888");
    cast.helper.moves(&wish, "fulfil", json!({ "text": "已修好" })).await.expect(200);
    let confirmed = cast.staff.moves(&wish, "confirm", json!({ "rating": 4 })).await.expect(200);
    assert_eq!(confirmed["channel"], "hotline_12345");
}

#[tokio::test]
async fn a_program_brings_in_hotline_cases_and_nothing_else() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let hotline = app.api_client(&grid, &[ApiScope::WishesWrite]).await;
    let reader = app.api_client(&grid, &[ApiScope::WishesRead]).await;
    let body = |channel: &str| repair(json!({ "channel": channel, "gridId": grid.id, "externalRef": "JT-1" }));

    hotline.post("/wishes", body("hotline_12345")).await.expect(201);
    assert_eq!(hotline.post("/wishes", body("grid_visit")).await.status, 403);
    assert_eq!(reader.post("/wishes", body("hotline_12345")).await.refusal(), (403, "missing_scope"));
}

#[tokio::test]
async fn a_wish_entered_for_a_resident_is_the_residents_own() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let for_them = repair(json!({ "channel": "grid_visit", "residentId": cast.author.resident, "gridId": grid.id }));

    let wish = wish_of(&cast.staff.post("/wishes", for_them).await.expect(201));

    let mine = cast.author.get("/wishes?mine=true").await.expect(200);
    assert_eq!(mine.items()[0]["id"], json!(wish.id));
    cast.author.moves(&wish, "withdraw", json!({})).await.expect(200);
    let elsewhere = app.resident(&app.given_grid_in(&app.given_community().await).await).await;
    let foreign = repair(json!({ "channel": "grid_visit", "residentId": elsewhere.resident, "gridId": grid.id }));
    assert_eq!(cast.staff.post("/wishes", foreign).await.refusal(), (422, "invalid"));
}

#[tokio::test]
async fn an_appeal_is_told_to_those_who_decide_about_it() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Rejected).await;
    cast.author.moves(&wish, "appeal", json!({ "reason": "请再看看" })).await.expect(200);
    app.drain().await;

    let kinds = async |person: &support::Person| {
        let told = person.get("/me/notifications").await.expect(200);
        told.items().iter().map(|one| one["kind"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&cast.staff).await, ["appeal"]);
    assert_eq!(kinds(&cast.leader).await, ["submit"]);
}

#[tokio::test]
async fn a_wish_raised_to_the_community_is_told_to_its_staff() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Open).await;
    for level in ["compound", "community"] {
        let raised = cast.leader.moves(&wish, "escalate", json!({ "reason": "需要社区协调" })).await.expect(200);
        assert_eq!(raised["level"], level);
    }
    app.drain().await;

    let told = cast.staff.get("/me/notifications").await.expect(200);
    assert_eq!(told.items().iter().filter(|one| one["kind"] == "escalate").count(), 1);
}
