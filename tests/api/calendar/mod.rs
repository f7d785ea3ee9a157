//! The calendar of working days: shipped, read, changed whole.

use entity::ids::CommunityId;
use serde_json::{Value, json};
use support::TestApp;

fn change(version: i64, days: &Value) -> Value {
    json!({ "version": version, "source": "国务院办公厅关于2027年部分节假日安排的通知", "days": days })
}

#[tokio::test]
async fn the_shipped_days_say_where_they_come_from_and_what_is_provisional() {
    let app = TestApp::spawn().await;
    let staff = app.staff(&app.community().await).await;

    let year = staff.get("/calendar/2026").await.expect(200);
    assert_eq!((year["shipped"].as_bool(), year.version()), (Some(true), 1));
    let days = year["days"].as_array().expect("no days");
    assert_eq!(days.len(), 39);
    assert_eq!(
        days[3],
        json!({
            "date": "2026-01-04", "kind": "workday", "name": "元旦",
            "source": "国务院办公厅关于2026年部分节假日安排的通知 https://www.gov.cn/zhengce/content/202511/content_7047090.htm",
            "provisional": false,
        })
    );
    assert_eq!(staff.get("/calendar/2027").await["/days/0/provisional"], true);
    assert_eq!(staff.get("/calendar/1999").await.refusal(), (404, "not_found"));
    assert_eq!(staff.get("/calendar/soon").await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn only_a_platform_admin_changes_what_holds_for_all() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let community: CommunityId = grid.community;
    let body = change(1, &json!([]));
    for person in [app.resident(&grid).await, app.volunteer(&grid).await, app.api_client(&community, &[]).await] {
        assert_eq!(person.get("/calendar/2027").await.refusal(), (403, "forbidden"));
        assert_eq!(person.put("/calendar/2027", body.clone()).await.refusal(), (403, "forbidden"));
    }
    for person in [app.grid_leader(&grid).await, app.staff(&community).await, app.admin(&community).await] {
        let _ = person.get("/calendar/2027").await.expect(200);
        assert_eq!(person.put("/calendar/2027", body.clone()).await.refusal(), (403, "forbidden"));
    }
    assert_eq!(app.anonymous().get("/calendar/2027").await.refusal(), (401, "unauthenticated"));
}

#[tokio::test]
async fn a_year_is_replaced_whole_once_per_version_and_can_be_given_back() {
    let app = TestApp::spawn().await;
    let admin = app.platform_admin().await;
    let put = async |body: Value| admin.put("/calendar/2027", body).await;
    let shipped = admin.get("/calendar/2027").await.expect(200);
    let days = json!([
        { "date": "2027-02-05", "kind": "holiday", "name": "春节" },
        { "date": "2027-02-20", "kind": "workday", "name": "春节" },
    ]);

    let changed = put(change(1, &days)).await.expect(200);
    assert_eq!((changed["shipped"].as_bool(), changed.version()), (Some(false), 2));
    assert_eq!(
        (changed["/days/1/kind"].as_str(), changed["/days/1/provisional"].as_bool()),
        (Some("workday"), Some(false))
    );
    assert_eq!(changed.header("etag"), "\"2\"");
    assert_eq!(put(change(1, &days)).await.refusal(), (412, "stale"));
    assert_eq!(put(json!({ "source": "x", "days": [] })).await.refusal(), (428, "version_required"));

    let back = put(change(2, &json!([]))).await.expect(200);
    assert_eq!((back["shipped"].as_bool(), &back["days"]), (Some(true), &shipped["days"]));
}

#[tokio::test]
async fn a_day_of_another_year_or_named_twice_is_refused_where_it_stands() {
    let app = TestApp::spawn().await;
    let admin = app.platform_admin().await;
    let day = |date: &str| json!({ "date": date, "kind": "holiday", "name": "元旦" });
    for days in [json!([day("2027-01-01"), day("2026-12-31")]), json!([day("2027-01-01"), day("2027-01-01")])] {
        let answer = admin.put("/calendar/2027", change(1, &days)).await;
        assert_eq!((answer.status, answer["/errors/0/pointer"].as_str()), (422, Some("/days/1/date")));
    }
    for date in ["2027-02-29", "2027-13-01", "", "\u{0}"] {
        assert_eq!(admin.put("/calendar/2027", change(1, &json!([day(date)]))).await.status, 422);
    }
    assert_eq!(admin.get("/calendar/2027").await.version(), 1);
}

/// Guard: one change at a time by an advisory lock (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn two_who_change_the_same_version_are_not_both_heard() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let admin = app.platform_admin().await;
    let both = [admin.clone(), admin.at(&replica)];
    for year in 2030..2036 {
        let path = format!("/calendar/{year}");
        let together = (0..12).map(|turn| {
            let days = json!([{ "date": format!("{year}-01-{:02}", turn + 1), "kind": "holiday", "name": "元旦" }]);
            both[turn % 2].put(&path, change(1, &days))
        });
        let answers = futures_util::future::join_all(together).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert_eq!(answers.iter().filter(|answer| answer.refusal() == (412, "stale")).count(), 11);
        let left = admin.get(&path).await.expect(200);
        assert_eq!((left["days"].as_array().map(Vec::len), left.version()), (Some(1), 2));
    }
}
