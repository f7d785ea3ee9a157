//! An action is drafted, published, changed, called off; the clock begins and ends it.

use entity::actions::SignupStatus;
use serde_json::{Value, json};
use support::{Action, Person, TestApp, content, shift};

async fn stage() -> (TestApp, support::Grid, Person) {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    (app, grid, staff)
}

fn body(app: &TestApp, more: Value) -> Value {
    json!({"hostKind": "community", "content": content(app, 3, &more)})
}

#[tokio::test]
async fn a_draft_exists_for_those_who_work_on_it_and_for_everybody_once_it_is_published() {
    let (app, grid, staff) = stage().await;
    let drafted = staff.post("/actions", body(&app, json!({}))).await.expect(201);
    let action = Action::of(&drafted);
    assert_eq!(drafted["allowedActions"], json!(["update", "publish", "cancel"]));
    let others = [app.anonymous(), app.resident(&grid).await, app.staff(&app.given_community().await).await];
    for other in &others {
        assert_eq!(other.get(action.path("")).await.status, 404);
    }
    let public = format!("/communities/{}/actions", grid.community);
    assert_eq!(app.anonymous().get(&public).await.expect(200).items().len(), 0);
    staff.moves_action(&action, "publish", json!({})).await.expect(200);
    for other in &others {
        let seen = other.get(action.path("")).await.expect(200);
        assert_eq!((seen["status"].as_str(), seen["allowedActions"].clone()), (Some("published"), json!([])));
    }
    let listed = app.anonymous().get(&public).await.expect(200);
    assert_eq!((listed["/items/0/id"].as_str(), listed["/items/0/capacity"].as_i64()), (Some(&*drafted.id()), Some(3)));
}

#[tokio::test]
async fn who_may_draft_for_whom() {
    let (app, grid, staff) = stage().await;
    let leader = app.grid_leader(&grid).await;
    let teamster = app.resident(&grid).await;
    let team = app.given_team(&grid, Some(teamster.account())).await;
    let partner = app.given_partner(&grid).await;
    let speaker = app.partner_member(&grid, partner).await;
    let host = |kind: &str, id: Value, more: Value| {
        let mut body = body(&app, more);
        (body["hostKind"], body["hostId"]) = (json!(kind), id);
        body
    };
    let own_grid = || json!({"gridId": grid.id});
    let cases = [
        (&leader, host("community", Value::Null, own_grid()), 201),
        (&leader, host("community", Value::Null, json!({})), 403),
        (&teamster, host("team", json!(team), json!({})), 201),
        (&teamster, host("community", Value::Null, json!({})), 403),
        (&leader, host("team", json!(team), json!({})), 403),
        (&speaker, host("partner", json!(partner), json!({})), 201),
        (&teamster, host("partner", json!(partner), json!({})), 403),
        (&staff, host("partner", json!(partner), json!({})), 201),
        (&staff, host("team", json!(grid.id), json!({})), 422),
        (&staff, host("team", Value::Null, json!({})), 422),
    ];
    for (at, (person, body, status)) in cases.into_iter().enumerate() {
        assert_eq!(person.post("/actions", body).await.status, status, "case {at}");
    }
    let mine = teamster.get("/actions").await.expect(200);
    assert_eq!(mine.items().len(), 1, "the own team's");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_its_place() {
    let (app, _, staff) = stage().await;
    let cases = [
        (json!({"shifts": [shift(&app, -1, 2, 3)]}), "/shifts/0/startsAt"),
        (json!({"shifts": [shift(&app, 5, 30, 3)]}), "/shifts/0/endsAt"),
        (json!({"gridId": uuid::Uuid::now_v7()}), "/gridId"),
        (json!({"leaderAccountId": uuid::Uuid::now_v7()}), "/leaderAccountId"),
        (json!({"minimumAge": 0}), "/minimumAge"),
        (json!({"offerMinutes": 1}), "/offerMinutes"),
        (json!({"posterId": uuid::Uuid::now_v7()}), "/posterId"),
    ];
    for (more, pointer) in cases {
        let answer = staff.post("/actions", body(&app, more)).await.expect(422);
        assert_eq!(answer["/errors/0/pointer"], pointer, "{}", answer.text());
    }
    let empty = staff.post("/actions", body(&app, json!({"shifts": []}))).await.expect(201);
    let path = format!("/actions/{}/publish", empty.id());
    assert_eq!(staff.post(path, json!({"version": 1})).await.refusal(), (409, "no_shifts"));
}

#[tokio::test]
async fn shifts_stand_fast_once_it_is_published_and_the_words_do_not() {
    let (app, _, staff) = stage().await;
    let drafted = staff.post("/actions", body(&app, json!({}))).await.expect(201);
    let other = json!({"version": 1, "content": content(&app, 9, &json!({"title": "读书日"}))});
    let changed = staff.put(format!("/actions/{}", drafted.id()), other).await.expect(200);
    assert_eq!((changed["title"].as_str(), changed["capacity"].as_i64()), (Some("读书日"), Some(9)));
    let action = Action::of(&changed);
    staff.moves_action(&action, "publish", json!({})).await.expect(200);
    let again = json!({"version": 3, "content": content(&app, 9, &json!({}))});
    assert_eq!(staff.put(action.path(""), again).await.refusal(), (409, "shifts_stand_fast"));
    let words = json!({"version": 3, "content": content(&app, 9, &json!({"shifts": null, "title": "午后读书"}))});
    let changed = staff.put(action.path(""), words.clone()).await.expect(200);
    assert_eq!((changed["title"].as_str(), Action::of(&changed).shift), (Some("午后读书"), action.shift));
    assert_eq!(staff.put(action.path(""), words).await.refusal(), (412, "stale"));
}

#[tokio::test]
async fn the_calendar_is_narrowed_and_goes_on_page_by_page() {
    let (app, grid, staff) = stage().await;
    for (kind, after) in [("patrol", 48), ("study", 72), ("patrol", 24 * 100), ("study", 24)] {
        let more = json!({"kind": kind, "gridId": grid.id, "shifts": [shift(&app, after, 2, 1)]});
        app.given_action(&staff, 1, more).await;
    }
    let ask = async |query: &str| {
        let answer = app.anonymous().get(format!("/communities/{}/actions?{query}", grid.community)).await.expect(200);
        let kinds = answer.items().iter().map(|item| item["kind"].as_str().unwrap_or_default().to_owned());
        (kinds.collect::<Vec<_>>(), answer["nextCursor"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(ask("").await.0, ["study", "patrol", "study", "patrol"], "in the order in which they take place");
    assert_eq!(ask("kind=patrol").await.0, ["patrol", "patrol"]);
    assert_eq!(ask(&format!("gridId={}", grid.id)).await.0.len(), 4);
    assert_eq!(ask(&format!("gridId={}", uuid::Uuid::now_v7())).await.0.len(), 0);
    let month = (app.now() + chrono::Duration::days(100))
        .with_timezone(&chrono::FixedOffset::east_opt(8 * 3600).expect("no zone"));
    assert_eq!(ask(&format!("month={}", month.format("%Y-%m"))).await.0, ["patrol"]);
    let (first, cursor) = ask("pageSize=3").await;
    let (rest, end) = ask(&format!("pageSize=3&cursor={cursor}")).await;
    assert_eq!((first.len(), rest, end), (3, vec!["patrol".to_owned()], String::new()));
    let wrong = app.anonymous().get(format!("/communities/{}/actions?month=2026-13", grid.community)).await;
    assert_eq!(wrong.refusal(), (400, "malformed_query"));
}

#[tokio::test]
async fn calling_off_lets_everybody_go_and_tells_them() {
    let (app, grid, staff) = stage().await;
    let action = app.given_action(&staff, 1, json!({})).await;
    let (first, second) = (app.given_volunteer(&grid).await, app.given_volunteer(&grid).await);
    let (one, two) = (first.signs_up(&action).await.expect(201), second.signs_up(&action).await.expect(201));
    assert_eq!((one["status"].as_str(), two["status"].as_str()), (Some("confirmed"), Some("waitlisted")));
    let cancelled = staff.moves_action(&action, "cancel", json!({"reason": "大风预警"})).await.expect(200);
    assert_eq!(
        (cancelled["status"].as_str(), cancelled["cancelReason"].as_str()),
        (Some("cancelled"), Some("大风预警"))
    );
    app.drain().await;
    for (person, signup) in [(&first, one.signup()), (&second, two.signup())] {
        assert_eq!(person.signup(signup).await.status, SignupStatus::Cancelled);
        let told = person.get("/me/notifications").await.expect(200);
        assert_eq!(told["/items/0/titleZh"], "您报名的行动已取消，请查看原因");
    }
    app.reconcile(action.role).await;
    assert_eq!(app.given_volunteer(&grid).await.signs_up(&action).await.refusal(), (409, "shift_cancelled"));
}

#[tokio::test]
async fn one_of_several_shifts_can_be_called_off() {
    let (app, grid, staff) = stage().await;
    let shifts = json!([shift(&app, 24, 2, 2), shift(&app, 48, 2, 2)]);
    let action = app.given_action(&staff, 2, json!({ "shifts": shifts })).await;
    let volunteer = app.given_volunteer(&grid).await;
    let signup = volunteer.signs_up(&action).await.expect(201).signup();
    let because = json!({"reason": "场地被占"});
    let verb = format!("shifts/{}/cancel", action.shift);
    let after = staff.moves_action(&action, &verb, because.clone()).await.expect(200);
    assert_eq!(after["startsAt"], after["/shifts/1/startsAt"]);
    assert_eq!(volunteer.signup(signup).await.status, SignupStatus::Cancelled);
    assert_eq!(staff.moves_action(&action, &verb, because.clone()).await.refusal(), (409, "shift_cancelled"));
    let last = format!("shifts/{}/cancel", after["/shifts/1/id"].as_str().expect("no shift"));
    assert_eq!(staff.moves_action(&action, &last, because).await.refusal(), (409, "last_shift"));
}

#[tokio::test]
async fn places_are_never_fewer_than_are_taken_and_more_of_them_are_offered() {
    let (app, grid, staff) = stage().await;
    let action = app.given_action(&staff, 2, json!({})).await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(app.given_volunteer(&grid).await.signs_up(&action).await.expect(201).signup());
    }
    let verb = format!("roles/{}/capacity", action.role);
    let fewer = staff.moves_action(&action, &verb, json!({"capacity": 1})).await;
    assert_eq!(fewer.refusal(), (409, "capacity_below_taken"));
    staff.moves_action(&action, &verb, json!({"capacity": 3})).await.expect(200);
    let statuses: Vec<SignupStatus> = app.signups(action.role).await.iter().map(|row| row.status).collect();
    use SignupStatus::{Confirmed, Offered, Waitlisted};
    assert_eq!(statuses, [Confirmed, Confirmed, Offered, Waitlisted], "the first in the queue");
    app.reconcile(action.role).await;
}

#[tokio::test]
async fn the_clock_begins_and_ends_it() {
    let (app, _, staff) = stage().await;
    let action = app.given_action(&staff, 2, json!({})).await;
    let status =
        async || staff.get(action.path("")).await.expect(200)["status"].as_str().unwrap_or_default().to_owned();
    app.advance_days(2);
    app.drain().await;
    assert_eq!(status().await, "running");
    app.advance(std::time::Duration::from_secs(5 * 3600));
    app.drain().await;
    assert_eq!(status().await, "finished");
    let late = staff.moves_action(&action, "cancel", json!({"reason": "晚了"})).await;
    assert_eq!(late.refusal(), (409, "illegal_transition"));
}
