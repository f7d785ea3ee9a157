//! Every row of the transition table, taken by those whose row it is and refused to others.

use entity::wishes::WishStatus;
use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn a_wish_goes_from_the_phone_to_confirmed() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = cast.author.submits_wish("三单元楼道灯坏了").await;

    let approved = cast.leader.moves(&wish, "approve", json!({})).await.expect(200);
    assert_eq!(approved["status"], "open");
    let claimed = cast.helper.moves(&wish, "claim", json!({})).await.expect(200);
    assert!(claimed["allowedActions"].as_array().expect("no actions").contains(&json!("fulfil")));
    cast.helper.moves(&wish, "progress", json!({ "text": "约好明天上门" })).await.expect(200);
    cast.helper.moves(&wish, "fulfil", json!({ "text": "灯已换好" })).await.expect(200);
    let confirmed = cast.author.moves(&wish, "confirm", json!({ "rating": 5, "comment": "谢谢" })).await.expect(200);

    assert_eq!((confirmed["status"].as_str(), confirmed["rating"].as_i64()), (Some("confirmed"), Some(5)));
    let verbs: Vec<&str> = confirmed["timeline"]
        .as_array()
        .expect("no timeline")
        .iter()
        .filter_map(|step| step["verb"].as_str())
        .collect();
    assert_eq!(verbs, ["submit", "approve", "claim", "progress", "fulfil", "confirm"]);
}

#[tokio::test]
async fn a_grid_leader_approves_once_and_only_once() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Open).await;

    let again = cast.leader.moves(&wish, "approve", json!({})).await;
    assert_eq!(again.refusal(), (409, "illegal_transition"));
}

#[tokio::test]
async fn nobody_reviews_or_claims_the_own_wish() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let leader = app.resident(&grid).await;
    app.grant(&leader, entity::auth::Role::GridLeader, entity::auth::ScopeKind::Grid, grid.id).await;
    let wish = leader.submits_wish("我家楼道的灯").await;

    assert_eq!(leader.moves(&wish, "approve", json!({})).await.refusal(), (403, "own_matter"));
    cast.staff.moves(&wish, "approve", json!({})).await.expect(200);
    app.grant(&leader, entity::auth::Role::Volunteer, entity::auth::ScopeKind::Community, grid.community).await;
    assert_eq!(leader.moves(&wish, "claim", json!({})).await.refusal(), (403, "own_matter"));
    assert_eq!(leader.post(wish.path("support"), json!({})).await.refusal(), (403, "own_matter"));
}

#[tokio::test]
async fn a_move_needs_the_version_that_was_seen() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Submitted).await;

    assert_eq!(cast.leader.post(wish.path("approve"), json!({})).await.refusal(), (428, "version_required"));
    assert_eq!(cast.leader.post(wish.path("approve"), json!({ "version": 7 })).await.refusal(), (412, "stale"));
    let by_header = cast.leader.request(reqwest::Method::POST, wish.path("approve")).if_match(1).json(&json!({}));
    by_header.send().await.expect(200);
}

#[tokio::test]
async fn an_appeal_goes_one_level_up_once_and_to_somebody_else() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Rejected).await;

    let appealed = cast.author.moves(&wish, "appeal", json!({ "reason": "请再看看" })).await.expect(200);
    assert_eq!((appealed["status"].as_str(), appealed["level"].as_str()), (Some("submitted"), Some("compound")));
    assert_eq!(cast.leader.moves(&wish, "approve", json!({})).await.status, 403);
    cast.staff.moves(&wish, "reject", json!({ "reason": "确实不行" })).await.expect(200);
    let again = cast.author.moves(&wish, "appeal", json!({ "reason": "再来" })).await;
    assert_eq!(again.refusal(), (409, "already_appealed"));
}

#[tokio::test]
async fn a_returned_wish_is_completed_and_comes_in_again() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Returned).await;

    assert_eq!(cast.author.get(wish.path("")).await.expect(200)["paused"], true);
    let again = cast.author.moves(&wish, "resubmit", json!({ "body": "二单元三楼，灯完全不亮。" })).await.expect(200);
    assert_eq!((again["status"].as_str(), again["paused"].as_bool()), (Some("submitted"), Some(false)));
}

#[tokio::test]
async fn a_helper_lets_go_and_loses_sight_of_the_contact() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Claimed).await;

    let contact = cast.helper.post(wish.path("contact"), json!({})).await.expect(200);
    assert_eq!(contact.string("/phone"), cast.author.phone);
    cast.helper.moves(&wish, "release", json!({ "reason": "临时出差" })).await.expect(200);
    assert_eq!(cast.helper.post(wish.path("contact"), json!({})).await.status, 403);
    let looks = cast.author.get(wish.path("contact-looks")).await.expect(200);
    assert_eq!(looks.body.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn an_assignee_declines_and_the_wish_is_open_again() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Open).await;
    let helper = json!({ "helper": { "kind": "account", "id": cast.helper.account() } });

    cast.leader.moves(&wish, "assign", helper.clone()).await.expect(200);
    assert_eq!(cast.helper.moves(&wish, "fulfil", json!({ "text": "还没接受" })).await.status, 403);
    let declined = cast.helper.moves(&wish, "decline", json!({})).await.expect(200);
    assert_eq!(declined["status"], "open");
    cast.leader.moves(&wish, "assign", helper).await.expect(200);
    cast.helper.moves(&wish, "accept", json!({})).await.expect(200);
    cast.helper.moves(&wish, "fulfil", json!({ "text": "办好了" })).await.expect(200);
}

#[tokio::test]
async fn a_dispute_sends_the_helper_back_to_work_and_a_confirmed_wish_reopens_once() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Fulfilled).await;

    let disputed = cast.author.moves(&wish, "dispute", json!({ "reason": "还是不亮" })).await.expect(200);
    assert_eq!(disputed["status"], "claimed");
    cast.helper.moves(&wish, "fulfil", json!({ "text": "换了线路" })).await.expect(200);
    cast.author.moves(&wish, "confirm", json!({ "rating": 4 })).await.expect(200);
    let reopened = cast.author.moves(&wish, "reopen", json!({ "reason": "又坏了" })).await.expect(200);
    assert_eq!(reopened["status"], "open");
    cast.helper.moves(&wish, "claim", json!({})).await.expect(200);
    cast.helper.moves(&wish, "fulfil", json!({ "text": "再修好" })).await.expect(200);
    cast.author.moves(&wish, "confirm", json!({ "rating": 5 })).await.expect(200);
    let again = cast.author.moves(&wish, "reopen", json!({ "reason": "又坏了" })).await;
    assert_eq!(again.refusal(), (409, "already_reopened"));
}

#[tokio::test]
async fn duplicates_merge_with_their_supporters_and_come_apart_again() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let (stays, goes) = (app.given_wish(&cast, WishStatus::Open).await, app.given_wish(&cast, WishStatus::Open).await);
    let (both, one) = (app.resident(&grid).await, app.resident(&grid).await);
    both.post(stays.path("support"), json!({})).await.expect(200);
    both.post(goes.path("support"), json!({})).await.expect(200);
    one.post(goes.path("support"), json!({})).await.expect(200);
    let supporters =
        async |wish: &support::Wish| cast.staff.get(wish.path("")).await.expect(200)["supportCount"].clone();

    cast.leader.moves(&goes, "merge", json!({ "intoWishId": stays.id })).await.expect(200);
    assert_eq!(supporters(&stays).await, 2);
    let back = cast.leader.moves(&goes, "unmerge", json!({})).await.expect(200);
    assert_eq!(back["status"], "open");
    assert_eq!((supporters(&stays).await, supporters(&goes).await), (json!(1), json!(2)));
}

#[tokio::test]
async fn more_time_is_granted_by_somebody_else() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Claimed).await;
    let before = cast.staff.get(wish.path("")).await.expect(200).string("/solveDueAt");

    let asked = cast.leader.moves(&wish, "extend", json!({ "days": 5, "reason": "等配件" })).await.expect(200);
    let id = asked.string("/extensions/0/id");
    let approve = format!("/wish-extensions/{id}/approve");
    assert_eq!(cast.leader.post(&approve, json!({})).await.refusal(), (403, "own_matter"));
    assert_eq!(cast.author.post(&approve, json!({})).await.status, 403);
    let granted = cast.staff.post(&approve, json!({})).await.expect(200);
    assert!(granted.string("/solveDueAt") > before);
    assert_eq!(cast.staff.post(&approve, json!({})).await.refusal(), (409, "already_decided"));
    app.drain().await;
    let told = cast.leader.get("/me/notifications").await.expect(200);
    assert_eq!(told.string("/items/0/titleZh"), "您的延期申请已批准");
}
