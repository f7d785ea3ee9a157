//! What counts, what does not, and why.

use std::time::Duration;

use api::worker;
use chrono::Datelike;
use entity::wishes::WishStatus;
use serde_json::{Value, json};
use support::TestApp;

use super::rates;

/// The month that the server's clock is in, where the community is.
fn month(app: &TestApp) -> String {
    app.now()
        .with_timezone(&chrono::FixedOffset::east_opt(8 * 3_600).expect("no such offset"))
        .format("%Y-%m")
        .to_string()
}

fn figures(rate: &Value) -> (u64, u64, Option<&str>) {
    let figure = |name: &str| rate[name].as_u64().expect("no figure");
    (figure("numerator"), figure("denominator"), rate["rate"].as_str())
}

#[tokio::test]
async fn each_rate_counts_what_its_definition_says() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let author = &cast.author;

    for rating in [5, 2] {
        let wish = app.given_wish(&cast, WishStatus::Fulfilled).await;
        let _ = author.moves(&wish, "confirm", json!({ "rating": rating })).await.expect(200);
    }
    let wish = app.given_wish(&cast, WishStatus::Fulfilled).await;
    let _ = author.moves(&wish, "dispute", json!({ "reason": "还是不亮" })).await.expect(200);
    let wish = app.given_wish(&cast, WishStatus::Open).await;
    let _ = author.moves(&wish, "withdraw", json!({})).await.expect(200);
    for status in [WishStatus::Fulfilled, WishStatus::Unmet, WishStatus::Open] {
        let _ = app.given_wish(&cast, status).await;
    }
    for never_approved in [WishStatus::Submitted, WishStatus::Returned, WishStatus::Rejected, WishStatus::Withdrawn] {
        let _ = app.given_wish(&cast, never_approved).await;
    }

    let report = rates(&cast.staff, &month(&app)).await.expect(200);
    assert_eq!(report["approved"], 7);
    assert_eq!(figures(&report["/total/response"]), (7, 7, Some("1.0000")));
    assert_eq!(figures(&report["/total/solve"]), (2, 3, Some("0.6667")));
    assert_eq!(figures(&report["/total/satisfaction"]), (1, 2, Some("0.5000")));
    let excluded = ["in_progress", "awaiting_answer", "closed_unmet", "withdrawn"];
    let excluded: Vec<Value> = excluded.iter().map(|reason| json!({ "reason": reason, "count": 1 })).collect();
    assert_eq!(report["/total/solve/exclusions"], json!(excluded));
    assert_eq!(report["/total/satisfaction/exclusions"], json!([{ "reason": "unrated", "count": 5 }]));
    assert_eq!(report["/grids/0/rates"], report["total"]);
    assert_eq!(report["/grids/0/gridId"], json!(grid.id));
}

#[tokio::test]
async fn who_is_answered_late_stays_answered_late_whatever_happens_later() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = cast.author.submits_wish("楼道灯坏了").await;

    app.advance_days(30);
    let _ = cast.leader.moves(&wish, "return", json!({ "reason": "请补充位置" })).await.expect(200);
    app.advance_days(30);
    let _ = cast.author.moves(&wish, "resubmit", json!({})).await.expect(200);
    let _ = cast.leader.moves(&wish, "approve", json!({})).await.expect(200);

    let report = rates(&cast.leader, &month(&app)).await.expect(200);
    assert_eq!(figures(&report["/total/response"]), (0, 1, Some("0.0000")));
}

#[tokio::test]
async fn silence_is_no_answer() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let _ = app.given_wish(&cast, WishStatus::Fulfilled).await;
    let month = month(&app);

    app.advance(Duration::from_secs(7 * 86_400 + 1));
    worker::drain(&app.app).await;
    let report = rates(&cast.leader, &month).await.expect(200);
    assert_eq!(figures(&report["/total/solve"]), (0, 0, None));
    assert_eq!(report["/total/solve/exclusions"], json!([{ "reason": "auto_confirmed", "count": 1 }]));
    assert_eq!(report["/total/solve/rate"], Value::Null);
}

#[tokio::test]
async fn a_month_ends_where_the_community_is_not_in_london() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    // To the first of a month, 07:59 in Shanghai: in London it is still the month before.
    let now = app.now();
    let first = now.date_naive().with_day0(0).and_then(|day| day.checked_add_months(chrono::Months::new(1)));
    let target =
        first.and_then(|day| day.and_hms_opt(0, 0, 0)).expect("no such day").and_utc() - chrono::Duration::minutes(1);
    app.kernel().clock.advance(target - now);
    let _ = app.given_wish(&cast, WishStatus::Open).await;

    let (there, before) = (month(&app), app.now().format("%Y-%m").to_string());
    assert_ne!(there, before);
    assert_eq!(rates(&cast.leader, &there).await["approved"], 1);
    assert_eq!(rates(&cast.leader, &before).await["approved"], 0);
}
