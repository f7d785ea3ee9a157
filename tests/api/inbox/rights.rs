//! Whose inbox shows what.

use entity::wishes::WishStatus;
use serde_json::json;
use support::TestApp;

use super::{found, given_work, kinds};

#[tokio::test]
async fn only_those_who_decide_have_an_inbox() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let program = app.api_client(&grid, entity::auth::ApiScope::ALL).await;
    for person in [app.resident(&grid).await, app.volunteer(&grid).await, app.newcomer().await, program] {
        for address in ["/inbox", "/inbox/counts"] {
            assert_eq!(person.get(address).await.refusal(), (403, "forbidden"));
        }
    }
    assert_eq!(app.anonymous().get("/inbox").await.refusal(), (401, "unauthenticated"));
    assert_eq!(app.anonymous().get("/inbox/counts").await.refusal(), (401, "unauthenticated"));
}

#[tokio::test]
async fn other_grids_and_other_communities_stand_in_other_inboxes() {
    let app = TestApp::spawn().await;
    let (grid, next) = (app.given_grid().await, app.given_grid().await);
    let elsewhere = app.given_grid_in(&app.given_community().await).await;
    let cast = app.given_cast(&grid).await;
    given_work(&app, &grid, &cast).await;
    let neighbours = app.given_cast(&next).await;
    app.given_wish(&neighbours, WishStatus::Submitted).await;

    assert_eq!(kinds(&cast.leader).await.len(), 4);
    assert_eq!(kinds(&neighbours.leader).await, ["wish_review"]);
    assert_eq!(kinds(&cast.staff).await.len(), 5);
    assert_eq!(kinds(&app.staff(&elsewhere).await).await, Vec::<String>::new());
    assert_eq!(found(&neighbours.leader, &format!("/inbox?gridId={}", grid.id)).await, []);
    let foreign = format!("/inbox?communityId={}", elsewhere.community);
    assert_eq!(cast.staff.get(&foreign).await.refusal(), (404, "not_found"));
    assert_eq!(cast.leader.get(&foreign).await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn who_runs_the_platform_names_the_community() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    app.given_wish(&cast, WishStatus::Submitted).await;
    let platform = app.platform_admin().await;

    assert_eq!(platform.get("/inbox").await.refusal(), (400, "malformed_query"));
    let address = format!("?communityId={}", cast.staff.community.expect("no community"));
    let page = platform.get(format!("/inbox{address}")).await.expect(200);
    assert_eq!((page["/items/0/kind"].as_str(), page.items().len()), (Some("wish_review"), 1));
    assert_eq!(platform.get(format!("/inbox/counts{address}")).await["total"], json!(1));
}
