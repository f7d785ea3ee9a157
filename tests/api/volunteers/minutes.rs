//! Minutes that are added by hand.

use entity::auth::{Role, ScopeKind};
use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn minutes_added_by_hand_wait_for_somebody_else_and_stay_apart() {
    let app = TestApp::spawn().await;
    app.set_clock("2026-11-25T02:00:00Z");
    let grid = app.given_grid().await;
    let (staff, (person, id)) = (app.staff(&grid).await, app.registered(&grid).await);
    let path = format!("/volunteers/{id}/minutes-claims");
    let minutes = json!({"kind": "patrol", "servedOn": "2026-11-20", "minutes": 90, "reason": "手机没电"});

    let claim = person.post(&path, minutes.clone()).await.expect(200);
    assert_eq!((&claim["status"], &claim["allowedActions"]), (&json!("submitted"), &json!(["withdraw"])));
    app.grant(&person, Role::CommunityStaff, ScopeKind::Community, grid.community).await;
    let decide = |verb: &str| format!("/minutes-claims/{}/{verb}", claim.id());
    assert_eq!(person.post(decide("approve"), json!({"version": 1})).await.refusal(), (403, "own_matter"));
    let listed = staff.get("/minutes-claims?status=submitted").await.expect(200);
    assert_eq!(listed["/items/0/allowedActions"], json!(["approve", "reject"]));
    staff.post(decide("approve"), json!({"version": 1})).await.expect(200);
    assert_eq!(staff.post(decide("approve"), json!({"version": 2})).await.refusal(), (409, "illegal_transition"));
    let on = person.get("/me/balances").await.expect(200);
    assert_eq!((&on["points"], &on["minutes"], &on["addedMinutes"]), (&json!(15), &json!(0), &json!(90)));

    let entered = staff.post(&path, minutes.clone()).await.expect(200);
    let own = staff.post(format!("/minutes-claims/{}/approve", entered.id()), json!({"version": 1})).await;
    assert_eq!(own.refusal(), (403, "own_matter"), "who entered them does not approve them");
    let other = app.staff(&grid).await;
    let no = json!({"version": 1, "reason": "当天没有活动"});
    let refused = other.post(format!("/minutes-claims/{}/reject", entered.id()), no).await.expect(200);
    assert_eq!((&refused["status"], &refused["decisionReason"]), (&json!("rejected"), &json!("当天没有活动")));
}

#[tokio::test]
async fn minutes_of_a_day_to_come_or_long_ago_are_refused_and_the_asker_can_take_them_back() {
    let app = TestApp::spawn().await;
    app.set_clock("2026-11-25T02:00:00Z");
    let grid = app.given_grid().await;
    let (person, id) = app.registered(&grid).await;
    let path = format!("/volunteers/{id}/minutes-claims");
    let on = |day: &str, minutes: i32| json!({"kind": "patrol", "servedOn": day, "minutes": minutes, "reason": "忘了"});
    assert_eq!(person.post(&path, on("2026-11-26", 60)).await.refusal(), (422, "invalid"));
    assert_eq!(person.post(&path, on("2026-08-26", 60)).await.refusal(), (422, "invalid"));
    assert_eq!(person.post(&path, on("2026-11-25", 1441)).await.refusal(), (422, "invalid"));
    let claim = person.post(&path, on("2026-11-25", 60)).await.expect(200);
    let neighbour = app.resident(&grid).await;
    let withdraw = format!("/minutes-claims/{}/withdraw", claim.id());
    assert_eq!(neighbour.post(&withdraw, json!({"version": 1})).await.refusal(), (404, "not_found"));
    assert_eq!(neighbour.get("/minutes-claims").await.expect(200).items().len(), 0);
    let gone = person.post(&withdraw, json!({"version": 1})).await.expect(200);
    assert_eq!(gone["status"], "withdrawn");
    assert_eq!(person.get("/me/balances").await.expect(200)["addedMinutes"], 0);
}
