//! Who gives and takes which roles.

use entity::auth::{Role, ScopeKind};
use reqwest::Method;
use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn staff_give_and_take_the_roles_of_the_people_in_the_grids() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let person = app.member(&grid).await;

    let wanted = json!({ "accountId": person.account(), "role": "grid_leader", "scopeId": grid.id });
    let grant = staff.post("/roles", wanted).await.expect(201);
    person.get("/inbox").await.expect(200);
    let listed = staff.get("/roles?role=grid_leader&withTotal=true").await.expect(200);
    assert_eq!((&listed["total"], &listed["/items/0/id"]), (&json!(1), &json!(grant.id())));
    staff.request(Method::DELETE, format!("/roles/{}", grant.id())).send().await.expect(204);
    assert_eq!(person.get("/inbox").await.refusal(), (403, "forbidden"), "a role taken counts at once");
}

#[tokio::test]
async fn who_works_for_the_community_is_its_admins_choice() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, admin, person) = (app.staff(&grid).await, app.admin(&grid).await, app.member(&grid).await);

    for role in ["community_staff", "community_admin", "platform_admin"] {
        let wanted = json!({ "accountId": person.account(), "role": role });
        assert_eq!(staff.post("/roles", wanted).await.refusal(), (403, "forbidden"), "{role}");
    }
    let wanted = json!({ "accountId": person.account(), "role": "community_staff" });
    let granted = admin.post("/roles", wanted).await.expect(201);
    let path = format!("/roles/{}", granted.id());
    assert_eq!(staff.delete(&path).await.refusal(), (403, "forbidden"));
    admin.delete(&path).await.expect(204);
}

#[tokio::test]
async fn roles_of_another_community_do_not_exist() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let leader = app.member(&grid).await;
    let grant = app.grant(&leader, Role::GridLeader, ScopeKind::Grid, grid.id).await;
    let stranger = app.staff(&app.given_community().await).await;

    assert_eq!(stranger.delete(format!("/roles/{grant}")).await.refusal(), (404, "not_found"));
    let foreign = stranger.get(format!("/roles?communityId={}", grid.community)).await;
    assert_eq!(foreign.refusal(), (404, "not_found"));
    let wanted = json!({ "accountId": stranger.account(), "role": "grid_leader", "scopeId": grid.id });
    assert_eq!(stranger.post("/roles", wanted).await["/errors/0/pointer"], "/scopeId");
    for person in [&leader, &app.resident(&grid).await] {
        assert_eq!(person.get("/roles").await.refusal(), (403, "forbidden"));
    }
}

#[tokio::test]
async fn keys_are_counted_when_somebody_asks() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let admin = app.admin(&grid).await;
    for _ in 0..3 {
        app.api_client(&grid, &[]).await;
    }
    let counted = admin.get("/api-clients?withTotal=true&pageSize=2").await.expect(200);
    assert_eq!((&counted["total"], counted.items().len()), (&json!(3), 2));
    assert_eq!(admin.get("/api-clients").await.expect(200)["total"], json!(null));
}
