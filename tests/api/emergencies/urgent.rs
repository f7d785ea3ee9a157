//! Urgent wishes: only in a real emergency, and before everything else in the same inbox.

use std::time::Duration;

use entity::wishes::wish;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use support::{Person, TestApp};

use super::scene;

fn wishing(title: &str, urgent: bool) -> Value {
    json!({"category": "repair", "title": title, "body": "家里断药了，请帮忙买药。", "urgent": urgent})
}

/// What stands in the inbox, page by page.
async fn paged(person: &Person, size: u64) -> Vec<(String, bool)> {
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = person.get(format!("/inbox?pageSize={size}{cursor}")).await.expect(200);
        let shown = |item: &Value| (item["title"].as_str().unwrap_or_default().to_owned(), item["urgent"] == true);
        seen.extend(page.items().iter().map(shown));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return seen,
        }
    }
}

#[tokio::test]
async fn nothing_is_urgent_without_a_real_emergency_in_the_grid() {
    let scene = scene().await;
    let resident = scene.app.resident(&scene.grid).await;
    let other = scene.app.given_grid_in(&scene.grid).await;
    scene.app.given_emergency(&scene.admin, "drill", &[&scene.grid]).await;
    let elsewhere = scene.app.given_emergency(&scene.admin, "real", &[&other]).await;
    assert_eq!(resident.post("/wishes", wishing("买药", true)).await.refusal(), (409, "no_emergency"));
    let there = scene.app.resident(&other).await;
    let wish = there.post("/wishes", wishing("买药", true)).await.expect(201);
    assert_eq!(wish["/wish/emergencyId"], json!(elsewhere.id));
    scene.admin.closes(&elsewhere, false).await.expect(200);
    assert_eq!(there.post("/wishes", wishing("买药", true)).await.refusal(), (409, "no_emergency"));
}

/// Guard: a trigger lets no wish name a drill.
#[tokio::test]
async fn no_wish_names_a_drill_whoever_writes() {
    let scene = scene().await;
    let resident = scene.app.resident(&scene.grid).await;
    let drill = scene.app.given_emergency(&scene.admin, "drill", &[&scene.grid]).await;
    resident.post("/wishes", wishing("买药", false)).await.expect(201);
    let db = &scene.app.kernel().db;
    let row = wish::Entity::find().one(db).await.expect("no wishes").expect("no wish");
    let copy = wish::ActiveModel {
        id: Set(entity::ids::WishId::new()),
        emergency_id: Set(Some(drill.id)),
        ..row.into_active_model().reset_all()
    };
    assert!(wish::Entity::insert(copy).exec_without_returning(db).await.is_err(), "a drill takes a request");
}

#[tokio::test]
async fn urgent_wishes_come_first_however_overdue_the_rest_is() {
    let scene = scene().await;
    let (app, grid) = (&scene.app, &scene.grid);
    let author = app.resident(grid).await;
    for title in ["路灯一", "路灯二", "路灯三"] {
        author.post("/wishes", wishing(title, false)).await.expect(201);
    }
    let home = app.given_home(&app.given_building(grid).await).await;
    app.given_household_claim(&app.newcomer().await, &home).await;
    app.advance_days(20);
    let emergency = app.given_emergency(&scene.admin, "real", &[grid]).await;
    for title in ["买药一", "买药二", "买药三"] {
        author.post("/wishes", wishing(title, true)).await.expect(201);
        app.advance(Duration::from_secs(60));
    }
    author.post("/wishes", wishing("路灯四", false)).await.expect(201);
    for person in [&scene.leader, &scene.staff] {
        let whole = paged(person, 100).await;
        let first: Vec<&str> = whole.iter().take(3).map(|(title, _)| title.as_str()).collect();
        assert_eq!(first, ["买药一", "买药二", "买药三"], "{whole:?}");
        assert_eq!(whole.iter().filter(|(_, urgent)| *urgent).count(), 3);
        assert_eq!(whole.len(), 8);
        for size in 1..=4 {
            assert_eq!(paged(person, size).await, whole, "pages of {size}");
        }
        let counts = person.get("/inbox/counts").await.expect(200);
        assert_eq!((&counts["urgent"], &counts["total"]), (&json!(3), &json!(8)));
    }
    let row = urgent_row(app).await;
    let due = row.respond_due_at.expect("no deadline") - row.created_at;
    assert_eq!(due, chrono::Duration::hours(1));
    let urgent = scene.leader.get("/inbox").await.expect(200);
    let id = urgent["/items/0/id"].as_str().unwrap_or_default().to_owned();
    scene.leader.post(format!("/wishes/{id}/approve"), json!({"version": 1})).await.expect(200);
    let report = scene.staff.get(emergency.path("report")).await.expect(200);
    let total = &report["total"];
    assert_eq!((&total["requests"], &total["answered"], &total["settled"]), (&json!(3), &json!(1), &json!(0)));
    assert_eq!(total["medianResponseMinutes"], json!(3));
}

async fn urgent_row(app: &TestApp) -> wish::Model {
    let row = wish::Entity::find().filter(wish::Column::EmergencyId.is_not_null()).one(&app.kernel().db).await;
    row.expect("wishes cannot be read").expect("no wish is urgent")
}
