//! What staff keep: one way for all.

use entity::auth::ApiScope;
use reqwest::Method;
use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn staff_add_look_at_change_and_delete_a_compound() {
    let app = TestApp::spawn().await;
    let staff = app.staff(&app.community().await).await;

    let made = staff.post("/compounds", json!({"name": "吉祥苑小区", "governance": "none"})).await.expect(201);
    let path = made.header("location").to_owned();
    assert_eq!(staff.get(&path).await.expect(200)["name"], "吉祥苑小区");

    let better = json!({"name": "吉祥苑小区", "governance": "owners_committee", "version": 1});
    let changed = staff.put(&path, better.clone()).await.expect(200);
    assert_eq!((changed["governance"].as_str(), changed.version()), (Some("owners_committee"), 2));
    assert_eq!(staff.put(&path, better).await.refusal(), (412, "stale"));

    assert_eq!(staff.delete(&path).await.refusal(), (428, "version_required"));
    staff.request(Method::DELETE, &path).if_match(2).send().await.expect(204);
    assert_eq!(staff.get(&path).await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn a_name_is_taken_once_in_a_community_and_free_in_the_next() {
    let app = TestApp::spawn().await;
    let (here, there) = (app.community().await, app.given_community().await);
    let input = json!({"name": "红管家服务队", "kind": "red_stewards"});

    let staff = app.staff(&here).await;
    staff.post("/teams", input.clone()).await.expect(201);
    assert_eq!(staff.post("/teams", input.clone()).await.refusal(), (409, "already_exists"));
    app.staff(&there).await.post("/teams", input).await.expect(201);
}

#[tokio::test]
async fn what_something_refers_to_cannot_be_deleted() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    app.given_building(&grid).await;
    let staff = app.staff(&grid).await;

    let request = staff.request(Method::DELETE, format!("/grids/{}", grid.id)).if_match(1);
    assert_eq!(request.send().await.refusal(), (409, "in_use"));
}

#[tokio::test]
async fn records_of_another_community_do_not_exist() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let building = app.given_building(&grid).await;
    let stranger = app.staff(&app.given_community().await).await;

    assert_eq!(stranger.get(format!("/buildings/{}", building.id)).await.refusal(), (404, "not_found"));
    let list = stranger.get(format!("/buildings?communityId={}", grid.community)).await;
    assert_eq!(list.refusal(), (404, "not_found"));
    let into = json!({"gridId": grid.id, "name": "9栋"});
    let answer = stranger.post("/buildings", into).await;
    assert_eq!(answer.refusal(), (422, "invalid"));
    assert_eq!(answer["/errors/0/pointer"], "/gridId");
    assert_eq!(answer["/errors/0/code"], "unknown_reference");
}

#[tokio::test]
async fn only_staff_keep_records_and_programs_read_them_with_their_scope() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let resident = app.resident(&grid).await;
    let leader = app.grid_leader(&grid).await;
    let reader = app.api_client(&grid, &[ApiScope::CommunityRead]).await;
    let other = app.api_client(&grid, &[ApiScope::WishesRead]).await;

    assert_eq!(app.anonymous().get("/residents").await.status, 401);
    assert_eq!(resident.get("/residents").await.refusal(), (403, "forbidden"));
    for person in [&resident, &leader] {
        let answer = person.post("/compounds", json!({"name": "新", "governance": "none"})).await;
        assert_eq!(answer.refusal(), (403, "forbidden"));
    }
    reader.get("/residents").await.expect(200);
    assert_eq!(reader.post("/compounds", json!({"name": "新", "governance": "none"})).await.status, 403);
    assert_eq!(other.get("/residents").await.refusal(), (403, "missing_scope"));
}

#[tokio::test]
async fn a_platform_admin_names_the_community() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let admin = app.platform_admin().await;

    assert_eq!(admin.get("/grids").await.refusal(), (400, "malformed_query"));
    let grids = admin.get(format!("/grids?communityId={}", grid.community)).await.expect(200);
    assert_eq!(grids["/items/0/id"], json!(grid.id));
    admin.get(format!("/grids/{}", grid.id)).await.expect(200);
}

#[tokio::test]
async fn a_list_is_walked_page_by_page_within_its_filter() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    for _ in 0..5 {
        app.given_building(&grid).await;
    }
    let staff = app.staff(&grid).await;

    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/buildings?gridId={}&pageSize=2&withTotal=true&cursor={cursor}", grid.id);
        let page = staff.get(path).await.expect(200);
        assert_eq!(page["total"], 5);
        seen.extend(page.items().iter().map(|item| item["id"].as_str().unwrap_or_default().to_owned()));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    let mut sorted = seen.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((seen.len(), &seen), (5, &sorted));
    let elsewhere = staff.get(format!("/buildings?pageSize=2&cursor={cursor}")).await;
    assert_eq!(elsewhere.refusal(), (400, "bad_cursor"));
    assert_eq!(staff.get("/buildings?floor=3").await.refusal(), (400, "malformed_query"));
}

#[tokio::test]
async fn a_dwelling_lies_in_a_unit_of_its_own_building_and_hides_its_door() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (one, two) = (app.given_building(&grid).await, app.given_building(&grid).await);
    let staff = app.staff(&grid).await;
    let unit = staff.post("/units", json!({"buildingId": one.id, "name": "2单元"})).await.expect(201).id();

    let input = |building| json!({"buildingId": building, "unitId": unit, "door": "301", "kind": "residential", "areaCentiM2": 8950});
    assert_eq!(staff.post("/dwellings", input(two.id)).await["/errors/0/pointer"], "/unitId");
    let made = staff.post("/dwellings", input(one.id)).await.expect(201);
    assert_eq!(made["door"], "3**");
    assert!(made.string("place").ends_with("2单元"), "{}", made.string("place"));
    assert_eq!(staff.post("/dwellings", input(one.id)).await.refusal(), (409, "already_exists"));

    let found = staff.get("/dwellings?door=301").await.expect(200);
    assert_eq!(found["/items/0/id"], json!(made.id()));
    let full = staff.post(format!("/dwellings/{}/unmask", made.id()), json!({"reason": "上门核实"})).await.expect(200);
    assert_eq!(full["door"], "301");
}

#[tokio::test]
async fn members_of_a_team_belong_to_its_community() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let team = app.given_team(&grid, None).await;
    let (staff, member) = (app.staff(&grid).await, app.resident(&grid).await);
    let stranger = app.staff(&app.given_community().await).await;
    let path = format!("/teams/{team}/members");

    let answer = staff.post(&path, json!({"accountId": stranger.account()})).await;
    assert_eq!(answer["/errors/0/code"], "unknown_reference");
    staff.post(&path, json!({"accountId": member.account()})).await.expect(201);
    assert_eq!(staff.post(&path, json!({"accountId": member.account()})).await.refusal(), (409, "already_exists"));
    assert_eq!(staff.get(&path).await.expect(200)["/items/0/accountId"], json!(member.account()));
    staff.delete(format!("{path}/{}", member.account())).await.expect(204);
    assert_eq!(staff.get(&path).await.expect(200).items().len(), 0);
}

#[tokio::test]
async fn everybody_may_know_a_community_its_grids_and_places() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let building = app.given_building(&grid).await;
    let anybody = app.anonymous();
    let path = format!("/communities/{}", grid.community);

    assert_eq!(anybody.get("/communities").await.expect(200)["/items/0/id"], json!(grid.community));
    let first = anybody.get(&path).await.expect(200);
    let known = anybody.request(Method::GET, &path).header("if-none-match", first.header("etag"));
    assert_eq!(known.send().await.status, 304);
    assert_eq!(anybody.get(format!("{path}/grids")).await.expect(200)["/items/0/id"], json!(grid.id));
    assert_eq!(anybody.get(format!("{path}/places")).await.expect(200)["/buildings/0/id"], json!(building.id));
    assert_eq!(anybody.get("/communities/nonsense").await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn an_admin_decides_the_settings_and_nobody_else() {
    let app = TestApp::spawn().await;
    let community = app.community().await;
    let (admin, staff) = (app.admin(&community).await, app.staff(&community).await);
    let stranger = app.admin(&app.given_community().await).await;
    let path = format!("/communities/{}/settings", community.id);
    let input = json!({"name": "吉通社区", "claimLimit": 5, "version": 1});

    assert_eq!(staff.put(&path, input.clone()).await.refusal(), (403, "forbidden"));
    assert_eq!(stranger.get(&path).await.refusal(), (404, "not_found"));
    assert_eq!(admin.put(&path, input.clone()).await.expect(200)["claimLimit"], 5);
    assert_eq!(admin.put(&path, input).await.refusal(), (412, "stale"));
    let answer = admin.put(&path, json!({"name": "吉通社区", "claimLimit": 0, "version": 2})).await;
    assert_eq!(answer["/errors/0/pointer"], "/claimLimit");
}
