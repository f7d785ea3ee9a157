//! Volunteers are called up by grid and skill, told once, and answer.

use serde_json::json;

use super::scene;

#[tokio::test]
async fn those_are_called_who_serve_the_grid_can_do_it_and_may_be_called() {
    let scene = scene().await;
    let (app, grid) = (&scene.app, &scene.grid);
    let other = app.given_grid_in(grid).await;
    let emergency = app.given_emergency(&scene.admin, "real", &[grid, &other]).await;
    let (nurse, _) = app.given_ready(grid, &["nursing", "driving"]).await;
    let (driver, _) = app.given_ready(grid, &["driving"]).await;
    let (far, _) = app.given_ready(&other, &["driving"]).await;
    let unready = app.resident(grid).await;
    unready.registers(json!({"gridIds": [grid.id], "emergencyReady": false})).await.expect(201);
    let (retired, id) = app.given_ready(grid, &["driving"]).await;
    retired.post(format!("/volunteers/{id}/retire"), json!({"version": 1})).await.expect(200);
    let (blocked, id) = app.given_ready(grid, &["driving"]).await;
    let until = (app.now() + chrono::Duration::days(3)).to_rfc3339();
    let block = json!({"version": 1, "until": until, "reason": "三次未到"});
    scene.staff.post(format!("/volunteers/{id}/block"), block).await.expect(200);

    let both = scene.staff.calls_up(&emergency, json!({"skills": ["driving", "nursing"]})).await.expect(201);
    assert_eq!(both["called"], json!(1), "all skills are needed");
    let near = scene.leader.calls_up(&emergency, json!({"skills": ["driving"]})).await.expect(201);
    assert_eq!(near["called"], json!(1), "a leader calls the own grid's, and nobody twice");
    let foreign = scene.leader.calls_up(&emergency, json!({"gridIds": [other.id]})).await;
    assert_eq!((foreign.refusal(), &foreign["/errors/0/pointer"]), ((422, "invalid"), &json!("/gridIds/0")));
    let rest = scene.staff.calls_up(&emergency, json!({})).await.expect(201);
    assert_eq!(rest["called"], json!(1));
    let called: Vec<_> = app.called_up(&emergency).await.into_iter().map(|row| row.account_id).collect();
    assert_eq!(called, [nurse.account(), driver.account(), far.account()]);
    assert!(!called.contains(&blocked.account()) && !called.contains(&unready.account()));
}

#[tokio::test]
async fn each_is_told_once_and_of_a_drill_that_it_is_one() {
    let scene = scene().await;
    let (person, _) = scene.app.given_ready(&scene.grid, &[]).await;
    let emergency = scene.app.given_emergency(&scene.admin, "drill", &[&scene.grid]).await;
    for _ in 0..3 {
        scene.leader.calls_up(&emergency, json!({})).await.expect(201);
    }
    scene.app.drain().await;
    let told = person.get("/me/notifications").await.expect(200);
    let titles: Vec<&str> = told.items().iter().filter_map(|item| item["titleZh"].as_str()).collect();
    assert_eq!(titles, ["【演练】应急召集：请答复能否参加"]);
    let led = scene.leader.get("/me/notifications").await.expect(200);
    assert_eq!(led["/items/0/titleZh"], json!("【演练】社区已启动应急演练"));
}

#[tokio::test]
async fn who_was_called_answers_and_may_answer_otherwise() {
    let scene = scene().await;
    let (person, _) = scene.app.given_ready(&scene.grid, &["first_aid"]).await;
    let emergency = scene.app.given_emergency(&scene.admin, "real", &[&scene.grid]).await;
    let neighbour = scene.app.resident(&scene.grid).await;
    scene.staff.calls_up(&emergency, json!({"message": "东门集合"})).await.expect(201);
    assert_eq!(neighbour.answers(&emergency, "can").await.refusal(), (403, "forbidden"));
    assert_eq!(scene.app.newcomer().await.answers(&emergency, "can").await.status, 404);

    let own = person.get("/me/call-ups").await.expect(200);
    let item = &own.items()[0];
    assert_eq!(
        (&item["reply"], &item["message"], &item["kind"]),
        (&json!("silent"), &json!("东门集合"), &json!("real"))
    );
    let path = emergency.path("answer");
    let wrong = |body| person.put(path.clone(), body);
    assert_eq!(wrong(json!({"version": 1, "reply": "silent"})).await.refusal(), (422, "invalid"));
    assert_eq!(wrong(json!({"version": 1, "reply": "later"})).await["/errors/0/pointer"], json!("/laterAt"));
    let noted = json!({"version": 1, "reply": "cannot", "note": "家中老人生病"});
    let answered = wrong(noted).await.expect(200);
    assert_eq!((answered.version(), &answered["note"]), (2, &json!("家中老人生病")));
    assert_eq!(wrong(json!({"version": 1, "reply": "can"})).await.refusal(), (412, "stale"));
    person.answers(&emergency, "later").await.expect(200);
    let counts = scene.leader.get(emergency.path("")).await.expect(200)["replies"].clone();
    assert_eq!(counts, json!({"called": 1, "can": 0, "cannot": 0, "later": 1, "silent": 0}));
    person.answers(&emergency, "can").await.expect(200);
    let row = scene.app.called_up(&emergency).await.remove(0);
    assert_eq!((row.note_sealed, row.later_at), (None, None));

    scene.admin.closes(&emergency, false).await.expect(200);
    assert_eq!(person.answers(&emergency, "cannot").await.refusal(), (409, "illegal_transition"));
    assert_eq!(scene.staff.calls_up(&emergency, json!({})).await.refusal(), (409, "illegal_transition"));
}

#[tokio::test]
async fn lists_show_masked_names_of_the_own_grids_only() {
    let scene = scene().await;
    let other = scene.app.given_grid_in(&scene.grid).await;
    let emergency = scene.app.given_emergency(&scene.admin, "real", &[&scene.grid, &other]).await;
    let (near, near_id) = scene.app.given_ready(&scene.grid, &["first_aid"]).await;
    scene.app.given_ready(&other, &[]).await;
    scene.staff.calls_up(&emergency, json!({})).await.expect(201);
    near.answers(&emergency, "can").await.expect(200);
    let led = scene.leader.get(emergency.path("answers")).await.expect(200);
    assert_eq!(led.items().len(), 1);
    let item = &led.items()[0];
    assert_eq!((&item["volunteerId"], &item["volunteerName"]), (&json!(near_id), &json!("王**")));
    assert_eq!((&item["skills"], &item["reply"]), (&json!(["first_aid"]), &json!("can")));
    assert_eq!(scene.staff.get(emergency.path("answers?reply=silent,can")).await.expect(200).items().len(), 2);
    assert_eq!(scene.staff.get(emergency.path("answers?reply=cannot")).await.expect(200).items().len(), 0);
    let by_grid = emergency.path(&format!("answers?gridId={}", other.id));
    assert_eq!(scene.staff.get(&by_grid).await.expect(200).items().len(), 1);
    assert_eq!(scene.leader.get(&by_grid).await.expect(200).items().len(), 0);
    assert_eq!(near.get(emergency.path("answers")).await.refusal(), (403, "forbidden"));
    let first = scene.staff.get(emergency.path("answers?pageSize=1")).await.expect(200);
    let cursor = first.string("nextCursor");
    let second = scene.staff.get(emergency.path(&format!("answers?pageSize=1&cursor={cursor}"))).await.expect(200);
    assert_ne!(first["/items/0/volunteerId"], second["/items/0/volunteerId"]);
    assert_eq!(second["nextCursor"], json!(null));
}

#[tokio::test]
async fn own_words_stand_in_the_copy_and_go_with_the_person() {
    let scene = scene().await;
    let (person, _) = scene.app.given_ready(&scene.grid, &[]).await;
    let emergency = scene.app.given_emergency(&scene.admin, "drill", &[&scene.grid]).await;
    scene.staff.calls_up(&emergency, json!({})).await.expect(201);
    let said = json!({"version": 1, "reply": "cannot", "note": "刚做完手术"});
    person.put(emergency.path("answer"), said).await.expect(200);
    let sealed = scene.app.called_up(&emergency).await.remove(0).note_sealed.expect("no note");
    assert!(!sealed.contains("手术"));
    let copy = person.get("/me/export").await.expect(200);
    assert_eq!(copy["/emergencies/callUps/0/note"], json!("刚做完手术"));
    person.post("/me/erase", json!({"confirm": true})).await;
    let row = scene.app.called_up(&emergency).await.remove(0);
    assert_eq!(row.note_sealed, None);
    let left = scene.staff.get(emergency.path("")).await.expect(200);
    assert_eq!(left["/replies/cannot"], json!(1), "the figure stays");
}
