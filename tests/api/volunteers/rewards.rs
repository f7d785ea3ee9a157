//! Points for rewards at partner units.

use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn points_go_to_the_partner_who_hands_over_against_the_code() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, (person, id)) = (app.staff(&grid).await, app.registered(&grid).await);
    let (reward, partner) = app.given_reward(&grid, &staff, 10, 2).await;
    let clerk = app.partner_member(&grid, partner).await;
    app.credit_minutes(&grid, &id, 90).await;
    let redeem = format!("/rewards/{reward}/redeem");

    assert_eq!(person.post(&redeem, json!({"price": 9})).await.refusal(), (412, "stale"), "the price is another one");
    let placed = person.post(&redeem, json!({"price": 10})).await.expect(200);
    assert_eq!((&placed["status"], &placed["allowedActions"]), (&json!("placed"), &json!(["cancel"])));
    let code = placed.string("code");
    assert_eq!(person.get("/me/balances").await.expect(200)["points"], 5);
    assert_eq!(person.post(&redeem, json!({"price": 10})).await.refusal(), (409, "not_enough_points"));
    assert_eq!(person.get("/rewards").await.expect(200)["/items/0/stock"], 1, "what was refused takes nothing");

    let found = clerk.get(format!("/redemptions?code={code}")).await.expect(200);
    assert_eq!((found.items().len(), &found["/items/0/code"]), (1, &json!(null)), "the clerk is shown the code");
    let hand_over = format!("/redemptions/{}/hand-over", placed.id());
    let other = app.partner_member(&grid, app.given_partner(&grid).await).await;
    let shown = json!({"version": 1, "code": code});
    assert_eq!(other.post(&hand_over, shown.clone()).await.refusal(), (404, "not_found"));
    assert_eq!(person.post(&hand_over, shown.clone()).await.refusal(), (403, "own_matter"));
    let guess = json!({"version": 1, "code": "x"});
    assert_eq!(clerk.post(&hand_over, guess).await.refusal(), (422, "wrong_pickup_code"));
    let done = clerk.post(&hand_over, shown).await.expect(200);
    assert_eq!(done["status"], "handed_over");
    let late = person.post(format!("/redemptions/{}/cancel", placed.id()), json!({"version": 2})).await;
    assert_eq!(late.refusal(), (409, "illegal_transition"));
}

#[tokio::test]
async fn what_is_cancelled_gives_points_and_stock_back() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, (person, id)) = (app.staff(&grid).await, app.registered(&grid).await);
    let (reward, _) = app.given_reward(&grid, &staff, 10, 1).await;
    app.credit_minutes(&grid, &id, 120).await;
    let redeem = format!("/rewards/{reward}/redeem");
    let placed = person.post(&redeem, json!({"price": 10})).await.expect(200);
    assert_eq!(person.post(&redeem, json!({"price": 10})).await.refusal(), (409, "out_of_stock"));
    let cancelled =
        person.post(format!("/redemptions/{}/cancel", placed.id()), json!({"version": 1})).await.expect(200);
    assert_eq!(cancelled["status"], "cancelled");
    assert_eq!(person.get("/me/balances").await.expect(200)["points"], 20);
    assert_eq!(person.get("/rewards").await.expect(200)["/items/0/stock"], 1);
}

#[tokio::test]
async fn staff_keep_the_rewards_of_their_own_partners_only() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, resident) = (app.staff(&grid).await, app.resident(&grid).await);
    let (reward, partner) = app.given_reward(&grid, &staff, 10, 1).await;
    let version = 1;
    let input = |active: bool, stock: i64| json!({"partnerId": partner, "title": "理发一次", "price": 12, "stock": stock, "active": active, "version": version});
    assert_eq!(resident.put(format!("/rewards/{reward}"), input(true, 1)).await.refusal(), (403, "forbidden"));
    assert_eq!(staff.put(format!("/rewards/{reward}"), input(true, -1)).await.refusal(), (422, "invalid"));
    staff.put(format!("/rewards/{reward}"), input(false, 5)).await.expect(200);
    assert_eq!(staff.put(format!("/rewards/{reward}"), input(false, 5)).await.refusal(), (412, "stale"));
    assert_eq!(resident.get("/rewards").await.expect(200).items().len(), 0);
    assert_eq!(staff.get("/rewards").await.expect(200).items().len(), 1);
    let gone = resident.post(format!("/rewards/{reward}/redeem"), json!({"price": 12})).await;
    assert_eq!(gone.refusal(), (404, "not_found"));
    let elsewhere = app.given_partner(&app.given_community().await).await;
    let foreign = json!({"partnerId": elsewhere, "title": "x", "price": 1, "stock": 1, "active": true});
    assert_eq!(staff.post("/rewards", foreign).await.refusal(), (422, "invalid"));
}
