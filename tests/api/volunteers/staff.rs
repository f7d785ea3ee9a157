//! What staff do with volunteers.

use entity::auth::{Role, ScopeKind};
use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn staff_find_volunteers_by_grid_skill_status_and_tag() {
    let app = TestApp::spawn().await;
    let (grid, staff) = (app.given_grid().await, app.staff(&app.community().await).await);
    let (anna, ben) = (app.resident(&grid).await, app.resident(&grid).await);
    let first = anna.registers(json!({"skills": ["law"], "gridIds": [grid.id]})).await.expect(201);
    let second = ben.registers(json!({"skills": ["cooking"]})).await.expect(201);
    let tags = json!({"version": 1, "tags": ["party_member", "dual_registered", "party_member"]});
    staff.put(format!("/volunteers/{}/tags", second.id()), tags).await.expect(200);

    let found = async |query: &str| {
        let page = staff.get(format!("/volunteers?{query}")).await.expect(200);
        page.items().iter().map(|item| item["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(found("").await, [first["id"].clone(), second["id"].clone()]);
    assert_eq!(found("skill=law").await, [first["id"].clone()]);
    assert_eq!(found(&format!("gridId={}", grid.id)).await, [first["id"].clone()]);
    assert_eq!(found("tag=dual_registered").await, [second["id"].clone()]);
    assert_eq!(found("tag=seconded_cadre").await, Vec::<serde_json::Value>::new());
    assert_eq!(found("status=retired").await, Vec::<serde_json::Value>::new());

    let page = staff.get("/volunteers?pageSize=1&withTotal=true").await.expect(200);
    assert_eq!((page.items().len(), &page["total"]), (1, &json!(2)));
    assert!(!page.text().contains("王秀兰"), "names are masked in lists");
    let next = staff.get(format!("/volunteers?pageSize=1&withTotal=true&cursor={}", page.string("nextCursor"))).await;
    assert_eq!(next.expect(200).items()[0]["id"], second["id"]);
    assert_eq!(anna.get("/volunteers").await.refusal(), (403, "forbidden"));
}

#[tokio::test]
async fn staff_train_block_and_unblock_others_but_not_themselves() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, (person, id)) = (app.staff(&grid).await, app.registered(&grid).await);
    let path = |verb: &str| format!("/volunteers/{id}/{verb}");

    let trained = json!({"version": 1, "training": "first_aid", "passedOn": "2026-03-01", "validUntil": "2028-03-01"});
    staff.post(path("trainings"), trained).await.expect(200);
    let again = json!({"version": 2, "training": "first_aid", "passedOn": "2026-06-01"});
    let trained = staff.post(path("trainings"), again).await.expect(200);
    assert_eq!(trained["trainings"], json!([{"training": "first_aid", "passedOn": "2026-06-01", "validUntil": null}]));
    let until = (app.now() + chrono::Duration::days(30)).to_rfc3339();
    let blocked = json!({"version": 3, "until": until, "reason": "三次报名未到"});
    let blocked = staff.post(path("block"), blocked).await.expect(200);
    assert!(blocked["blockedUntil"].is_string());
    app.drain().await;
    let told = person.get("/me/notifications").await.expect(200);
    assert_eq!(
        told.items().iter().filter(|item| item["titleZh"].as_str().is_some_and(|t| t.contains("暂停"))).count(),
        1
    );
    staff.post(path("unblock"), json!({"version": 4})).await.expect(200);
    assert_eq!(staff.post(path("unblock"), json!({"version": 5})).await.refusal(), (409, "illegal_transition"));

    app.grant(&person, Role::CommunityStaff, ScopeKind::Community, grid.community).await;
    let own = json!({"version": 5, "tags": ["party_member"]});
    assert_eq!(person.put(path("tags"), own).await.refusal(), (403, "own_matter"));
    let leader = app.grid_leader(&grid).await;
    assert_eq!(leader.post(path("unblock"), json!({"version": 5})).await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn a_look_at_the_full_name_is_recorded_and_the_volunteer_sees_it() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, (person, id)) = (app.staff(&grid).await, app.registered(&grid).await);
    let masked = staff.get(format!("/volunteers/{id}")).await.expect(200);
    assert_eq!(masked["name"], "王**");
    let why = json!({"reason": "开具服务证明"});
    let full = staff.post(format!("/volunteers/{id}/unmask"), why.clone()).await.expect(200);
    assert_eq!(full["name"], "王秀兰");
    assert_eq!(person.post(format!("/volunteers/{id}/unmask"), why).await.refusal(), (403, "forbidden"));
    let copy = person.get("/me/export").await.expect(200);
    assert_eq!(copy["looks"][0]["subjectKind"], "volunteer");
    assert_eq!(copy["looks"][0]["reason"], "开具服务证明");
}
