//! Lists of wishes: their orders, their totals, and that they say what the single wish says.

use entity::auth::ApiScope;
use entity::wishes::WishStatus;
use serde_json::json;
use support::{Person, TestApp};

/// One field of every item, page by page.
async fn walked(person: &Person, address: &str, field: &str) -> Vec<String> {
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = person.get(format!("{address}&pageSize=2&cursor={cursor}")).await.expect(200);
        seen.extend(page.items().iter().map(|item| item[field].as_str().unwrap_or_default().to_owned()));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => return seen,
        }
    }
}

#[tokio::test]
async fn leaders_and_staff_sort_by_what_is_due() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    for category in ["goods", "advice", "repair", "service", "mediation"] {
        let body = json!({ "category": category, "title": "帮个忙", "body": "请帮个忙。" });
        let made = cast.author.post("/wishes", body).await.expect(201);
        if category != "goods" {
            let approve = format!("/wishes/{}/approve", made.string("/wish/id"));
            cast.leader.post(approve, json!({ "version": 1 })).await.expect(200);
        }
    }
    app.given_wish(&cast, WishStatus::Confirmed).await;
    for person in [&cast.leader, &cast.staff] {
        let due = walked(person, "/wishes?sort=solveDueAt", "solveDueAt").await;
        assert!(due.len() == 4 && due.is_sorted(), "{due:?}");
        let mut back = walked(person, "/wishes?sort=-solveDueAt", "solveDueAt").await;
        back.reverse();
        assert_eq!(back, due);
        assert_eq!(walked(person, "/wishes?sort=respondDueAt", "status").await, ["submitted"]);
        let ended = person.get("/wishes?sort=solveDueAt&status=confirmed").await;
        assert_eq!((ended.refusal(), ended.string("/errors/0/pointer")), ((400, "malformed_query"), "sort".to_owned()));
        assert_eq!(person.get("/wishes?sort=title").await.refusal(), (400, "malformed_query"));
    }
    let counted = cast.staff.get("/wishes?sort=solveDueAt&withTotal=true").await.expect(200);
    assert_eq!(counted["total"], 4);
    assert_eq!(cast.staff.get("/wishes").await.expect(200)["total"], json!(null));
    assert_eq!(cast.author.get("/wishes?withTotal=true").await.refusal(), (403, "forbidden"));
}

#[tokio::test]
async fn a_program_lists_what_it_may_open_and_nothing_else() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let hidden = app.given_wish(&cast, WishStatus::Submitted).await;
    let open = app.given_wish(&cast, WishStatus::Open).await;
    let called = json!({
        "category": "repair", "title": "井盖松动", "body": "井盖松动。", "channel": "hotline_12345", "gridId": grid.id,
    });
    let hotline = app.api_client(&grid, ApiScope::ALL).await;
    let called = hotline.post("/wishes", called).await.expect(201).string("/wish/id");
    let reader = app.api_client(&grid, &[ApiScope::WishesRead]).await;

    let mut expected = [open.id.to_string(), called.clone()];
    expected.sort();
    let mut listed = walked(&hotline, "/wishes?sort=createdAt", "id").await;
    listed.sort();
    assert_eq!(listed, expected);
    for id in &listed {
        hotline.get(format!("/wishes/{id}")).await.expect(200);
    }
    assert_eq!(hotline.get(hidden.path("")).await.refusal(), (404, "not_found"));
    assert_eq!(walked(&reader, "/wishes?sort=createdAt", "id").await, [open.id.to_string()]);
    assert_eq!(reader.get(format!("/wishes/{called}")).await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn whoever_writes_a_wish_down_names_the_channel() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let program = app.api_client(&grid, ApiScope::ALL).await;
    let mut body = json!({ "category": "repair", "title": "井盖松动", "body": "井盖松动。", "gridId": grid.id });
    for person in [&app.staff(&grid).await, &program] {
        for (channel, code) in [(None, "missing_field"), (Some("mini_program"), "invalid_value")] {
            body["channel"] = json!(channel);
            let answer = person.post("/wishes", body.clone()).await;
            assert_eq!((answer.status, answer["/errors/0/pointer"].as_str()), (422, Some("/channel")));
            assert_eq!(answer["/errors/0/code"], code);
        }
    }
    body["channel"] = json!(null);
    assert_eq!(app.grid_leader(&grid).await.post("/wishes", body).await.refusal(), (403, "not_verified"));
}

#[tokio::test]
async fn the_deadline_rests_while_a_rejected_wish_is_at_an_end() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Rejected).await;
    let before = cast.author.get(wish.path("")).await.expect(200).string("solveDueAt");

    app.advance_days(30);
    let appealed = cast.author.moves(&wish, "appeal", json!({ "reason": "请再看看" })).await.expect(200);
    assert!(appealed.string("solveDueAt") > before);
    let inbox = cast.staff.get("/inbox?kind=wish_appeal").await.expect(200);
    assert_eq!(inbox["/items/0/overdue"], false);
}
