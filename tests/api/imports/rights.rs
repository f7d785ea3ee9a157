//! Imports are a community's own.

use serde_json::json;
use support::TestApp;

use super::{FAMILY, import, residents, roster, send, try_out};

#[tokio::test]
async fn the_imports_of_another_community_do_not_exist() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let elsewhere = app.given_grid_in(&app.given_community().await).await;
    let (staff, other) = (app.staff(&grid).await, app.staff(&elsewhere).await);
    let faulty = try_out(&staff, &roster(&app, &grid, &["{},,3栋,,301,,车库,,,,,,,"]).await).await;
    let path = format!("/imports/{}", faulty.id());

    assert_eq!(other.get(&path).await.refusal(), (404, "not_found"));
    assert_eq!(other.get(format!("{path}/sheet")).await.refusal(), (404, "not_found"));
    assert_eq!(other.get("/imports").await.expect(200).items().len(), 0);
    assert_eq!(other.get(format!("/imports?communityId={}", grid.community)).await.status, 404);
    assert_eq!(staff.get("/imports").await.expect(200).items().len(), 1);

    // Another community's grid is none of theirs either, whoever knows its code.
    let answer = import(&other, &roster(&app, &grid, &FAMILY).await).await;
    assert_eq!(answer["faults"][0]["code"], "unknown_grid");
    assert_eq!((residents(&staff).await, residents(&other).await), (0, 0));
}

#[tokio::test]
async fn a_platform_admin_names_the_community() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let admin = app.platform_admin().await;
    let file = roster(&app, &grid, &FAMILY).await;
    let answer = send(&admin, "a.csv", file.as_bytes(), &[]).await;
    assert_eq!(answer.refusal(), (400, "malformed_query"));
    let path = format!("/imports?communityId={}", grid.community);
    let request = admin.request(reqwest::Method::POST, &path).file("a.csv", "text/csv", file.as_bytes(), &[]);
    assert_eq!(request.send().await.expect(201)["status"], "done");
}

#[tokio::test]
async fn the_list_is_paged_newest_first_and_narrowed_by_result() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let file = roster(&app, &grid, &FAMILY).await;
    for _ in 0..3 {
        try_out(&staff, &file).await;
    }
    let last = import(&staff, &file).await;

    let page = staff.get("/imports?pageSize=2&withTotal=true").await.expect(200);
    assert_eq!((page.items()[0]["id"].as_str(), page["total"].as_u64()), (Some(&*last.id()), Some(4)));
    let next = staff.get(format!("/imports?pageSize=2&cursor={}", page.string("nextCursor"))).await.expect(200);
    assert_eq!((next.items().len(), &next["nextCursor"]), (2, &json!(null)));
    assert_eq!(staff.get("/imports?status=done").await.expect(200).items().len(), 1);
}
