//! What nobody may see: a neighbour's name, phone and door; another community's wishes.

use entity::wishes::WishStatus;
use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn the_wall_shows_no_person() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let body = json!({
        "category": "service", "title": "请帮忙理发", "body": "老人下不了楼。",
        "beneficiary": "楼上的王奶奶", "contact": { "name": "李女士", "phone": "13900001234", "address": "3号楼2单元501" },
    });
    let submitted = cast.author.post("/wishes", body).await.expect(201);
    let wish = support::Wish { id: submitted.string("/wish/id").parse().expect("no id") };
    cast.leader.moves(&wish, "approve", json!({})).await.expect(200);

    let wall = app.anonymous().get(format!("/communities/{}/wall", grid.community)).await.expect(200);
    let neighbour = app.resident(&grid).await.get(wish.path("")).await.expect(200);

    assert_eq!(wall.items().len(), 1);
    for text in [wall.text(), neighbour.text()] {
        for secret in ["王奶奶", "李女士", "13900001234", "2单元501", &cast.author.name, &cast.author.phone] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[tokio::test]
async fn a_wish_in_review_exists_for_its_author_and_its_reviewers_only() {
    let app = TestApp::spawn().await;
    let (grid, elsewhere) = (app.given_grid().await, app.given_grid().await);
    let cast = app.given_cast(&grid).await;
    let wish = app.given_wish(&cast, WishStatus::Submitted).await;
    let status = async |person: &support::Person| person.get(wish.path("")).await.status;

    assert_eq!((status(&cast.author).await, status(&cast.leader).await, status(&cast.staff).await), (200, 200, 200));
    assert_eq!(status(&app.resident(&grid).await).await, 404);
    assert_eq!(status(&app.grid_leader(&elsewhere).await).await, 404);
    assert_eq!(app.anonymous().get(format!("/wall/{}", wish.id)).await.status, 404);
}

#[tokio::test]
async fn another_communitys_wishes_do_not_exist() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Open).await;
    let other = app.given_grid_in(&app.given_community().await).await;

    for stranger in [app.resident(&other).await, app.staff(&other).await, app.volunteer(&other).await] {
        assert_eq!(stranger.get(wish.path("")).await.refusal(), (404, "not_found"));
        assert_eq!(stranger.moves(&wish, "claim", json!({})).await.refusal(), (404, "not_found"));
    }
}

#[tokio::test]
async fn reasons_are_for_those_whom_they_concern() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let wish = app.given_wish(&cast, WishStatus::Claimed).await;
    cast.helper.moves(&wish, "release", json!({ "reason": "家里有人住院" })).await.expect(200);

    assert!(cast.author.get(wish.path("")).await.text().contains("住院"));
    assert!(!app.resident(&grid).await.get(wish.path("")).await.expect(200).text().contains("住院"));
}
