//! Who sees which figures.

use entity::auth::ApiScope;
use support::TestApp;

use super::rates;

#[tokio::test]
async fn staff_see_the_community_and_a_grid_leader_the_own_grid() {
    let app = TestApp::spawn().await;
    let (grid, other) = (app.given_grid().await, app.given_grid().await);
    let (staff, leader) = (app.staff(&grid).await, app.grid_leader(&grid).await);

    assert_eq!(rates(&staff, "2026-11").await.expect(200)["grids"].as_array().map(Vec::len), Some(2));
    let own = rates(&leader, "2026-11").await.expect(200);
    assert_eq!(
        (own["grids"].as_array().map(Vec::len), &own["/grids/0/gridId"]),
        (Some(1), &serde_json::json!(grid.id))
    );
    let of = |grid: &support::Grid| format!("/reports/wish-rates?month=2026-11&gridId={}", grid.id);
    let _ = leader.get(of(&grid)).await.expect(200);
    assert_eq!(leader.get(of(&other)).await.refusal(), (404, "not_found"));
    assert_eq!(staff.get(of(&other)).await.expect(200)["grids"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn residents_volunteers_and_programs_without_the_scope_see_nothing() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    assert_eq!(rates(&app.anonymous(), "2026-11").await.refusal(), (401, "unauthenticated"));
    for person in [app.resident(&grid).await, app.volunteer(&grid).await] {
        assert_eq!(rates(&person, "2026-11").await.refusal(), (403, "forbidden"));
    }
    let blind = app.api_client(&grid, &[ApiScope::WishesRead]).await;
    assert_eq!(rates(&blind, "2026-11").await.refusal(), (403, "missing_scope"));
    let reader = app.api_client(&grid, &[ApiScope::ReportsRead]).await;
    let _ = rates(&reader, "2026-11").await.expect(200);
}

#[tokio::test]
async fn another_community_does_not_exist_but_for_a_platform_admin() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let stranger = app.staff(&app.given_community().await).await;
    let admin = app.platform_admin().await;

    let of_grid = format!("/reports/wish-rates?month=2026-11&gridId={}", grid.id);
    assert_eq!(stranger.get(&of_grid).await.refusal(), (404, "not_found"));
    let of_community = format!("/reports/wish-rates?month=2026-11&communityId={}", grid.community);
    assert_eq!(stranger.get(&of_community).await.refusal(), (404, "not_found"));
    let _ = admin.get(&of_community).await.expect(200);
    assert_eq!(rates(&admin, "2026-11").await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn a_month_that_is_none_is_refused() {
    let app = TestApp::spawn().await;
    let staff = app.staff(&app.community().await).await;
    for month in ["", "2026", "2026-13", "2026-00", "1999-01", "2026-1", "2026-11-01", "20 26-1", "%E4%BA%8C"] {
        assert_eq!(rates(&staff, month).await.refusal(), (400, "malformed_query"), "{month}");
    }
}
