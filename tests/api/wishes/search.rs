//! Finding wishes: two characters suffice; pages go on where the last one ended.

use serde_json::json;
use support::{TestApp, Wish};

async fn on_the_wall(app: &TestApp, titles: &[&str]) -> support::Cast {
    let cast = app.given_cast(&app.given_grid().await).await;
    for title in titles {
        let wish: Wish = cast.author.submits_wish(title).await;
        cast.leader.moves(&wish, "approve", json!({})).await.expect(200);
    }
    cast
}

#[tokio::test]
async fn two_characters_find_a_wish() {
    let app = TestApp::spawn().await;
    let cast = on_the_wall(&app, &["想借一辆轮椅", "楼顶漏雨了"]).await;
    let community = cast.author.community.expect("no community");
    let found = async |words: &str| {
        let answer = app.anonymous().get(format!("/communities/{community}/wall?q={words}")).await.expect(200);
        answer.items().iter().map(|wish| wish["title"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };

    assert_eq!(found("轮椅").await, ["想借一辆轮椅"]);
    assert_eq!(found("漏雨").await, ["楼顶漏雨了"]);
    assert_eq!(found("钢琴").await, Vec::<String>::new());
    assert_eq!(found("%25").await, Vec::<String>::new());
}

#[tokio::test]
async fn pages_lead_on_to_the_end_without_gap_or_repetition() {
    let app = TestApp::spawn().await;
    let cast = on_the_wall(&app, &["甲事一", "乙事二", "丙事三", "丁事四", "戊事五"]).await;
    let wall = format!("/communities/{}/wall?pageSize=2", cast.author.community.expect("no community"));
    let (mut titles, mut next) = (Vec::new(), Some(String::new()));
    while let Some(cursor) = next {
        let page = app.anonymous().get(format!("{wall}&cursor={cursor}")).await.expect(200);
        titles.extend(page.items().iter().map(|wish| wish["title"].as_str().unwrap_or_default().to_owned()));
        next = page["nextCursor"].as_str().map(ToOwned::to_owned);
    }
    assert_eq!(titles, ["戊事五", "丁事四", "丙事三", "乙事二", "甲事一"]);
}

#[tokio::test]
async fn similar_wishes_are_suggested_on_entry() {
    let app = TestApp::spawn().await;
    let cast = on_the_wall(&app, &["楼道灯坏了"]).await;
    let body = json!({ "category": "repair", "title": "楼道灯不亮", "body": "楼道里的灯坏了。" });
    let submitted = cast.helper.post("/wishes", body).await.expect(201);
    assert_eq!(submitted["similar"][0]["title"], "楼道灯坏了");
}

#[tokio::test]
async fn ended_wishes_drown_no_suggestion() {
    let app = TestApp::spawn().await;
    let cast = on_the_wall(&app, &["楼道灯坏了很久"]).await;
    let ended: Vec<Wish> = futures_util::future::join_all((0..25).map(|_| cast.author.submits_wish("电梯坏了"))).await;
    for wish in &ended {
        cast.leader.moves(wish, "approve", json!({})).await.expect(200);
        cast.staff.moves(wish, "close", json!({"reason": "已另行安排"})).await.expect(200);
    }

    let body =
        json!({ "category": "repair", "title": "电梯坏了", "body": "晚上回家看不清台阶，老人不方便，楼道灯也坏了。" });
    let submitted = cast.helper.post("/wishes", body).await.expect(201);
    let titles: Vec<_> = submitted["similar"].as_array().into_iter().flatten().map(|wish| &wish["title"]).collect();
    assert_eq!(titles, ["楼道灯坏了很久"]);
}

#[tokio::test]
async fn a_known_wall_answers_304_until_something_changes() {
    let app = TestApp::spawn().await;
    let cast = on_the_wall(&app, &["第一个心愿"]).await;
    let wall = format!("/communities/{}/wall", cast.author.community.expect("no community"));
    let etag = app.anonymous().get(&wall).await.expect(200).header("etag").to_owned();
    let ask = async || {
        app.anonymous().request(reqwest::Method::GET, &wall).header("if-none-match", &etag).send().await.status
    };

    assert_eq!(ask().await, 304);
    let wish = cast.author.submits_wish("第二个心愿").await;
    cast.leader.moves(&wish, "approve", json!({})).await.expect(200);
    assert_eq!(ask().await, 200);
}
