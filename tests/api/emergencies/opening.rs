//! Who opens an emergency, and for whom it exists.

use serde_json::json;
use support::opening;

use super::scene;

#[tokio::test]
async fn only_admins_open_one_and_only_for_their_own_grids() {
    let scene = scene().await;
    for person in [&scene.staff, &scene.leader, &scene.app.resident(&scene.grid).await] {
        let refused = person.post("/emergencies", opening("real", &[&scene.grid])).await;
        assert_eq!(refused.refusal(), (403, "forbidden"));
    }
    let elsewhere = scene.app.given_grid_in(&scene.app.given_community().await).await;
    let foreign = scene.admin.post("/emergencies", opening("drill", &[&scene.grid, &elsewhere])).await;
    assert_eq!(foreign.refusal(), (422, "invalid"));
    assert_eq!(foreign["/errors/0/pointer"], json!("/gridIds/1"));
    let none = scene.admin.post("/emergencies", opening("drill", &[])).await;
    assert_eq!(none.refusal(), (422, "invalid"));
    let opened = scene.admin.post("/emergencies", opening("real", &[&scene.grid])).await.expect(201);
    assert_eq!((&opened["status"], &opened["reason"]), (&json!("open"), &json!("气象台发布暴雨红色预警")));
    assert_eq!(opened["allowedActions"], json!(["call_up", "roster", "assign", "close"]));
    let platform = scene.app.platform_admin().await;
    platform.post("/emergencies", opening("real", &[&elsewhere])).await.expect(201);
}

#[tokio::test]
async fn of_real_ones_a_grid_has_one_at_a_time_and_drills_beside_it() {
    let scene = scene().await;
    let first = scene.app.given_emergency(&scene.admin, "real", &[&scene.grid]).await;
    let other = scene.app.given_grid_in(&scene.grid).await;
    let second = scene.admin.post("/emergencies", opening("real", &[&other, &scene.grid])).await;
    assert_eq!(second.refusal(), (409, "emergency_already_open"));
    scene.app.given_emergency(&scene.admin, "drill", &[&scene.grid]).await;
    scene.app.given_emergency(&scene.admin, "drill", &[&scene.grid]).await;
    scene.admin.closes(&first, false).await.expect(200);
    scene.app.given_emergency(&scene.admin, "real", &[&other, &scene.grid]).await;
}

#[tokio::test]
async fn residents_of_its_grids_see_it_while_it_is_open_and_nobody_else_does() {
    let scene = scene().await;
    let other = scene.app.given_grid_in(&scene.grid).await;
    let emergency = scene.app.given_emergency(&scene.admin, "real", &[&scene.grid]).await;
    let neighbour = scene.app.resident(&scene.grid).await;
    let seen = neighbour.get(emergency.path("")).await.expect(200);
    assert_eq!((&seen["title"], &seen["kind"]), (&json!("暴雨内涝"), &json!("real")));
    assert_eq!((&seen["reason"], &seen["replies"], &seen["allowedActions"]), (&json!(null), &json!(null), &json!([])));
    assert_eq!(neighbour.get("/emergencies").await.expect(200).items().len(), 1);
    assert_eq!(neighbour.get(emergency.path("report")).await.refusal(), (403, "forbidden"));
    assert_eq!(neighbour.get(emergency.path("answers")).await.refusal(), (403, "forbidden"));
    assert_eq!(neighbour.get(emergency.path("rosters")).await.refusal(), (403, "forbidden"));
    for stranger in [scene.app.resident(&other).await, scene.app.grid_leader(&other).await] {
        assert_eq!(stranger.get(emergency.path("")).await.status, 404);
        assert_eq!(stranger.get("/emergencies").await.expect(200).items().len(), 0);
    }
    let elsewhere = scene.app.given_community().await;
    assert_eq!(scene.app.staff(&elsewhere).await.get(emergency.path("")).await.status, 404);
    assert_eq!(scene.staff.closes(&emergency, false).await.refusal(), (403, "forbidden"));
    assert_eq!(neighbour.closes(&emergency, false).await.refusal(), (403, "forbidden"));
    scene.admin.closes(&emergency, false).await.expect(200);
    assert_eq!(neighbour.get(emergency.path("")).await.status, 404);
    assert_eq!(scene.leader.get("/emergencies?status=closed").await.expect(200).items().len(), 1);
}

#[tokio::test]
async fn the_list_goes_on_where_a_page_ends() {
    let scene = scene().await;
    let mut opened = Vec::new();
    for _ in 0..3 {
        opened.push(scene.app.given_emergency(&scene.admin, "drill", &[&scene.grid]).await.id.to_string());
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = scene.staff.get(format!("/emergencies?pageSize=2{cursor}")).await.expect(200);
        seen.extend(page.items().iter().map(|item| item["id"].as_str().unwrap_or_default().to_owned()));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    seen.sort();
    opened.sort();
    assert_eq!(seen, opened);
}
