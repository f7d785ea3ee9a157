//! Wishes: read by who approves them, looked at by the same checks.

use std::time::Duration;

use entity::auth::ApiScope;
use serde_json::json;
use support::wechat::{Endpoint, Turn};

use super::{DOUBTFUL, LISTED, only};
use crate::wechat::Scene;

#[tokio::test]
async fn who_approves_a_wish_has_read_it_and_what_wechat_finds_later_takes_it_from_the_wall() {
    let scene = Scene::new().await;
    let (author, _) = scene.wechatter().await;
    let leader = scene.app.grid_leader(&scene.grid).await;
    let staff = scene.app.staff(&scene.grid).await;
    let wall = format!("/communities/{}/wall", author.community.expect("no community"));
    let seen = async || scene.app.anonymous().get(&wall).await.expect(200).items().len();
    for (title, left) in [("楼道灯坏了", 1), (DOUBTFUL, 1)] {
        let wish = author.submits_wish(title).await;
        let before = seen().await;
        leader.moves(&wish, "approve", json!({})).await.expect(200);
        assert_eq!(seen().await, before + 1, "the check is still under way");
        scene.app.drain().await;
        assert_eq!(seen().await, left);
        let answer = scene.app.anonymous().get(format!("/wall/{}", wish.id)).await;
        assert_eq!(answer.status, if title == DOUBTFUL { 404 } else { 200 });
    }
    assert_eq!(only(&staff).await["cause"], "wechat");
}

#[tokio::test]
async fn what_a_person_has_read_does_not_wait_for_a_check_that_fails() {
    let scene = Scene::new().await;
    let (author, _) = scene.wechatter().await;
    let leader = scene.app.grid_leader(&scene.grid).await;
    scene.wechat.always(Endpoint::TextCheck, Turn::Code(61_010));
    let wish = author.submits_wish("楼道灯坏了").await;
    leader.moves(&wish, "approve", json!({})).await.expect(200);
    scene.app.drain().await;
    scene.app.anonymous().get(format!("/wall/{}", wish.id)).await.expect(200);
    let staff = scene.app.staff(&scene.grid).await;
    assert!(staff.get("/moderation/reviews").await.expect(200).items().is_empty());
}

#[tokio::test]
async fn a_wish_from_another_channel_is_read_by_who_approves_it() {
    let scene = Scene::new().await;
    let hotline = scene.app.api_client(&scene.grid, ApiScope::ALL).await;
    let leader = scene.app.grid_leader(&scene.grid).await;
    let wall = format!("/communities/{}/wall", leader.community.expect("no community"));
    for (title, seen) in [("楼道灯坏了", 1), (LISTED, 1)] {
        let wish = json!({
            "category": "repair", "title": title, "body": "请看一看", "channel": "hotline_12345", "gridId": scene.grid.id,
        });
        let wish = hotline.post("/wishes", wish).await.expect(201);
        assert_eq!(wish.body["wish"]["screening"], "held");
        let path = format!("/wishes/{}/approve", wish.string("/wish/id"));
        let approved = leader.post(path, json!({ "version": 1 })).await.expect(200);
        assert_eq!(approved.body["screening"] == "passed", title != LISTED);
        assert_eq!(scene.app.anonymous().get(&wall).await.expect(200).items().len(), seen);
    }
    let staff = scene.app.staff(&scene.grid).await;
    assert_eq!(only(&staff).await["cause"], "listed_word", "what was found is the moderators' to decide");
}

#[tokio::test]
async fn a_wish_that_is_written_anew_is_looked_at_anew() {
    let scene = Scene::new().await;
    let (author, _) = scene.wechatter().await;
    let leader = scene.app.grid_leader(&scene.grid).await;
    let staff = scene.app.staff(&scene.grid).await;
    let wish = author.submits_wish(LISTED).await;
    leader.moves(&wish, "return", json!({ "reason": "请写清楚" })).await.expect(200);
    let anew = author.moves(&wish, "resubmit", json!({ "title": "楼道灯坏了" })).await.expect(200);
    assert_eq!(anew.body["screening"], "checking");
    assert!(staff.get("/moderation/reviews").await.expect(200).items().is_empty(), "nothing waits any more");
    scene.app.drain().await;
    let row = author.get(format!("/wishes/{}", wish.id)).await.expect(200);
    assert_eq!(row.body["screening"], "passed");
}

#[tokio::test]
async fn an_answer_about_older_words_says_nothing_about_the_new_ones() {
    let scene = Scene::new().await;
    let (author, _) = scene.wechatter().await;
    let leader = scene.app.grid_leader(&scene.grid).await;
    let wish = author.submits_wish("楼道灯坏了").await;
    leader.moves(&wish, "return", json!({ "reason": "请写清楚" })).await.expect(200);
    scene.wechat.next(Endpoint::TextCheck, Turn::Late(Duration::from_millis(400)));
    let anew = async {
        while scene.wechat.asked(Endpoint::TextCheck) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        author.moves(&wish, "resubmit", json!({ "title": DOUBTFUL })).await.expect(200)
    };
    let (anew, ()) = futures_util::join!(anew, scene.app.drain());
    assert_eq!(anew.body["screening"], "checking");
    scene.app.drain().await;
    let row = author.get(format!("/wishes/{}", wish.id)).await.expect(200);
    assert_eq!(row.body["screening"], "held");
}

#[tokio::test]
async fn notes_and_ratings_pass_the_same_way() {
    let scene = Scene::new().await;
    let cast = scene.app.given_cast(&scene.grid).await;
    for person in [&cast.author, &cast.helper] {
        scene.binds(person).await;
    }
    let wish = cast.author.submits_wish("楼道灯坏了").await;
    cast.leader.moves(&wish, "approve", json!({})).await.expect(200);
    scene.app.drain().await;
    cast.helper.moves(&wish, "claim", json!({})).await.expect(200);
    cast.helper.moves(&wish, "fulfil", json!({ "text": DOUBTFUL })).await.expect(200);
    let path = format!("/wishes/{}", wish.id);
    scene.app.drain().await;
    let notes = async |person: &support::Person| {
        person.get(&path).await.expect(200).body["notes"].as_array().expect("no notes").len()
    };
    assert_eq!((notes(&cast.helper).await, notes(&cast.leader).await, notes(&cast.author).await), (1, 1, 0));
    let rated = json!({ "rating": 5, "comment": DOUBTFUL });
    cast.author.moves(&wish, "confirm", rated).await.expect(200);
    scene.app.drain().await;
    let seen = cast.author.get(&path).await.expect(200);
    assert_eq!(seen.body["ratingComment"], DOUBTFUL);
    let kinds = cast.staff.get("/moderation/reviews?kind=wish_rating,wish_note").await.expect(200);
    assert_eq!(kinds.items().len(), 2);
}
