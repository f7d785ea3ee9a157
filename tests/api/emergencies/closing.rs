//! The end: refused while somebody is on duty, posts to come called off, a report.

use std::time::Duration;

use entity::actions::{ActionStatus, SignupStatus, action};
use sea_orm::EntityTrait;
use serde_json::json;

use super::scene;

#[tokio::test]
async fn it_is_closed_when_nobody_is_on_duty_and_what_is_to_come_is_called_off() {
    let scene = scene().await;
    let (app, grid) = (&scene.app, &scene.grid);
    let emergency = app.given_emergency(&scene.admin, "real", &[grid]).await;
    let (person, volunteer) = app.given_willing(&scene.leader, &emergency, grid).await;
    let post = scene.leader.puts_up(app, &emergency, grid, 2).await;
    let signup = scene.leader.assigns(&emergency, &post, &volunteer).await.expect(201).signup();
    assert_eq!(scene.admin.closes(&emergency, false).await.refusal(), (409, "duties_unfinished"));
    app.advance(Duration::from_secs(3_600));
    app.drain().await;
    let lines = |call: &str| json!({"items": [{"signupId": signup, "call": call}]});
    scene.leader.post(post.shift_path("roll-call"), lines("in")).await.expect(200);
    assert_eq!(scene.admin.closes(&emergency, true).await.refusal(), (409, "duties_unfinished"), "somebody is there");
    app.advance(Duration::from_secs(1_800));
    scene.leader.post(post.shift_path("roll-call"), lines("out")).await.expect(200);
    let closed = scene.admin.closes(&emergency, true).await.expect(200);
    assert_eq!((&closed["status"], closed.version()), (&json!("closed"), 2));
    assert_eq!(scene.admin.closes(&emergency, true).await.refusal(), (412, "stale"));
    let row = action::Entity::find_by_id(post.id).one(&app.kernel().db).await.expect("no rows").expect("no action");
    assert_eq!(row.status, ActionStatus::Cancelled);
    assert_eq!(person.signup(signup).await.status, SignupStatus::Attended, "what was done stays");
    scene.staff.moves_signup(signup, "approve", json!({})).await.expect(200);
    app.drain().await;
    let told = person.get("/me/notifications").await.expect(200);
    let titles: Vec<&str> = told.items().iter().filter_map(|item| item["titleZh"].as_str()).collect();
    assert!(titles.contains(&"应急已结束，感谢您"), "{titles:?}");
    let report = scene.admin.get(emergency.path("report")).await.expect(200);
    assert_eq!(report["/total/creditedMinutes"], json!(30));
    assert_eq!((&report["summary"], &report["status"]), (&json!("水已退去，全部恢复。"), &json!("closed")));
}

#[tokio::test]
async fn the_report_adds_up_grid_by_grid_and_a_leader_reads_the_own_part() {
    let scene = scene().await;
    let (app, grid) = (&scene.app, &scene.grid);
    let other = app.given_grid_in(grid).await;
    let emergency = app.given_emergency(&scene.admin, "real", &[grid, &other]).await;
    let (near, near_id) = app.given_ready(grid, &[]).await;
    let (far, _) = app.given_ready(&other, &[]).await;
    app.given_ready(&other, &[]).await;
    scene.staff.calls_up(&emergency, json!({})).await.expect(201);
    near.answers(&emergency, "can").await.expect(200);
    far.answers(&emergency, "later").await.expect(200);
    let post = scene.staff.puts_up(app, &emergency, grid, 3).await;
    scene.staff.assigns(&emergency, &post, &near_id).await.expect(201);
    let report = scene.staff.get(emergency.path("report")).await.expect(200);
    let total = &report["total"];
    assert_eq!(
        (&total["called"], &total["can"], &total["later"], &total["silent"]),
        (&json!(3), &json!(1), &json!(1), &json!(1))
    );
    assert_eq!((&total["rosters"], &total["places"], &total["duties"]), (&json!(1), &json!(3), &json!(1)));
    let parts = report["grids"].as_array().expect("no grids");
    assert_eq!(parts.len(), 2);
    let sum: i64 = parts.iter().filter_map(|part| part["figures"]["called"].as_i64()).sum();
    assert_eq!(sum, 3);
    let own = scene.leader.get(emergency.path("report")).await.expect(200);
    assert_eq!((own["grids"].as_array().map(Vec::len), &own["/total/called"]), (Some(1), &json!(1)));
    assert_eq!(near.get(emergency.path("report")).await.refusal(), (403, "forbidden"));
}
