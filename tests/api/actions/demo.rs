//! The demo's actions: one of each kind that a visitor looks for.

use entity::actions::{SignupStatus, action, signup};
use sea_orm::EntityTrait;
use support::TestApp;

#[tokio::test]
async fn the_demo_shows_what_is_to_come_what_is_full_and_what_has_been() {
    let app = TestApp::demo().await;
    let rows = action::Entity::find().all(&app.kernel().db).await.expect("no actions");
    let community = rows.first().expect("no action").community_id;
    let listed = app.anonymous().get(format!("/communities/{community}/actions")).await.expect(200);
    let shown: Vec<(&str, &str, i64)> = listed
        .items()
        .iter()
        .map(|item| {
            let text = |field: &str| item[field].as_str().unwrap_or_default();
            (text("title"), text("status"), item["waiting"].as_i64().unwrap_or_default())
        })
        .collect();
    let expected = [
        ("十月基层服务日", "finished", 0),
        ("独居老人入户探访", "finished", 0),
        ("夜间安全巡查", "published", 2),
        ("周末读书日", "published", 0),
        ("本月基层服务日", "published", 0),
    ];
    assert_eq!(shown, expected, "the draft is not public");
    let signups = signup::Entity::find().all(&app.kernel().db).await.expect("no sign-ups");
    let count = |status| signups.iter().filter(|row| row.status == status).count();
    use SignupStatus::{Attended, Confirmed, Credited, NoShow, Waitlisted};
    let counts = [Credited, Attended, NoShow, Confirmed, Waitlisted].map(count);
    assert_eq!(counts, [4, 2, 2, 7, 2], "one of those credited was on duty in a drill");
    for row in &signups {
        app.reconcile(row.shift_role_id).await;
    }
}
