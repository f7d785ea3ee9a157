//! One action again and again (domain.md section 5), around the holidays of 2026.

use entity::actions::{ActionStatus, action, action_occurrence};
use futures_util::future::join_all;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait};
use serde_json::{Value, json};
use support::{Action, Answer, Grid, Person, TestApp, content};

/// Monday, 14 September 2026; national day is off from 1 to 7 October, Saturday the 10th is worked.
const NOW: &str = "2026-09-14T09:00:00+08:00";

async fn stage() -> (TestApp, Grid, Person) {
    let app = TestApp::spawn().await;
    app.set_clock(NOW);
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    (app, grid, staff)
}

/// Thursdays at eight in the morning, from 17 September.
fn thursdays(app: &TestApp, count: u32, holidays: &str, more: &Value) -> Value {
    let at = |hour: u32| format!("2026-09-17T{hour:02}:00:00+08:00");
    let shift = json!({"startsAt": at(8), "endsAt": at(10), "roles": [{"name": "领读", "capacity": 2}]});
    let mut content = content(app, 2, &json!({"title": "读书日", "kind": "study", "shifts": [shift]}));
    content.as_object_mut().expect("no object").extend(more.as_object().expect("no object").clone());
    let recurrence = json!({"rrule": format!("FREQ=WEEKLY;BYDAY=TH;COUNT={count}"), "holidays": holidays});
    json!({"hostKind": "community", "content": content, "recurrence": recurrence})
}

fn days(answer: &Answer) -> Vec<(String, String, Option<String>)> {
    let day = |day: &Value| {
        let text = |field: &str| day[field].as_str().map(ToOwned::to_owned);
        (text("plannedOn").unwrap_or_default(), text("outcome").unwrap_or_default(), text("heldOn"))
    };
    answer["days"].as_array().expect("no days").iter().map(day).collect()
}

fn day(planned: &str, outcome: &str, held: Option<&str>) -> (String, String, Option<String>) {
    (planned.to_owned(), outcome.to_owned(), held.map(ToOwned::to_owned))
}

/// The action of the day at this place of the list.
fn action_at(series: &Answer, place: usize) -> String {
    series.string(&format!("/days/{place}/action/id"))
}

#[tokio::test]
async fn the_form_shows_every_day_and_why_it_is_left_out_or_moved() {
    let (app, grid, _) = stage().await;
    let anybody = app.resident(&grid).await;
    let ask = async |rrule: &str, holidays: &str| {
        let recurrence = json!({"rrule": rrule, "holidays": holidays});
        let body = json!({"firstOn": "2026-09-17", "recurrence": recurrence});
        anybody.post("/actions/recurrence-preview", body).await
    };
    let rule = "FREQ=WEEKLY;BYDAY=FR,SA;UNTIL=20261010T120000Z";
    let skipped = ask(rule, "skip").await.expect(200);
    assert_eq!(
        (skipped["held"].as_i64(), &skipped["rrule"]),
        (Some(4), &json!("FREQ=WEEKLY;BYDAY=FR,SA;UNTIL=20261010"))
    );
    assert_eq!(days(&skipped)[4], day("2026-10-02", "skipped", None));
    assert_eq!((&skipped["/days/4/holiday"], &skipped["/days/4/provisional"]), (&json!("国庆节"), &json!(false)));
    let moved = ask(rule, "move").await.expect(200);
    let expected = [
        day("2026-09-18", "kept", Some("2026-09-18")),
        day("2026-09-19", "kept", Some("2026-09-19")),
        // Mid-autumn: off from Friday to Sunday.
        day("2026-09-25", "moved", Some("2026-09-28")),
        day("2026-09-26", "merged", None),
        day("2026-10-02", "moved", Some("2026-10-08")),
        day("2026-10-03", "merged", None),
        day("2026-10-09", "kept", Some("2026-10-09")),
        day("2026-10-10", "kept", Some("2026-10-10")),
    ];
    assert_eq!(days(&moved), expected);
    assert_eq!(ask(rule, "keep").await.expect(200)["held"], 8);
    for wrong in ["FREQ=DAILY", "FREQ=MINUTELY;COUNT=5", "FREQ=DAILY;COUNT=500", "x", "FREQ=WEEKLY;COUNT=2;BYSECOND=1"]
    {
        let refused = ask(wrong, "skip").await.expect(422);
        assert_eq!(refused["/errors/0/pointer"], "/recurrence/rrule", "{wrong}");
    }
}

#[tokio::test]
async fn every_day_gets_its_action_and_all_are_published_at_once() {
    let (app, grid, staff) = stage().await;
    let window = json!({"signupOpensAt": "2026-09-15T08:00:00+08:00", "signupClosesAt": "2026-09-16T20:00:00+08:00"});
    let made = staff.post("/action-series", thursdays(&app, 5, "move", &window)).await.expect(201);
    let held = ["2026-09-17", "2026-09-24", "2026-10-08", "2026-10-15"];
    let told: Vec<Option<String>> = days(&made).into_iter().map(|day| day.2).collect();
    assert_eq!(told.iter().flatten().collect::<Vec<_>>(), held, "national day falls onto the next Thursday");
    assert_eq!(days(&made)[2], day("2026-10-01", "merged", None));
    let third = staff.get(format!("/actions/{}", action_at(&made, 3))).await.expect(200);
    assert_eq!(third["startsAt"], "2026-10-08T00:00:00Z");
    assert_eq!(third["signupClosesAt"], "2026-10-07T12:00:00Z", "the window moves along");
    assert_eq!(third["seriesId"], made["id"]);

    let path = format!("/action-series/{}", made.id());
    for other in [app.anonymous(), app.resident(&grid).await, app.staff(&app.given_community().await).await] {
        assert_eq!(other.get(&path).await.refusal(), (404, "not_found"));
        assert!([401, 404].contains(&other.post(format!("{path}/publish"), json!({"version": 1})).await.status));
    }
    assert_eq!(staff.post(format!("{path}/publish"), json!({"version": 7})).await.refusal(), (412, "stale"));
    let published = staff.post(format!("{path}/publish"), json!({"version": 1})).await.expect(200);
    assert_eq!(published["/days/0/action/status"], "published");
    let seen = app.anonymous().get(&path).await.expect(200);
    assert_eq!(seen["days"], published["days"]);
    let resident = app.resident(&grid).await;
    let again = resident.post(format!("{path}/publish"), json!({"version": 2})).await;
    assert_eq!(again.refusal(), (403, "forbidden"));
    let none = staff.post(format!("{path}/publish"), json!({"version": 2})).await;
    assert_eq!(none.refusal(), (409, "no_shifts"));
    let calendar = app.anonymous().get(format!("/communities/{}/actions", grid.community)).await.expect(200);
    assert_eq!(calendar.items().len(), 4);
}

#[tokio::test]
async fn this_one_or_this_and_those_that_follow_are_called_off() {
    let (app, grid, staff) = stage().await;
    let made = staff.post("/action-series", thursdays(&app, 5, "skip", &json!({}))).await.expect(201);
    let path = format!("/action-series/{}", made.id());
    let series = staff.post(format!("{path}/publish"), json!({"version": 1})).await.expect(200);
    let volunteer = app.given_volunteer(&grid).await;
    let last = Action::of(&staff.get(format!("/actions/{}", action_at(&series, 4))).await.expect(200));
    let signup = volunteer.signs_up(&last).await.expect(201).signup();

    let because = |version: i64| json!({"version": version, "reason": "场地装修"});
    let one = action_at(&series, 0);
    staff.post(format!("/actions/{one}/cancel"), because(2)).await.expect(200);
    let from = format!("/actions/{}/following/cancel", action_at(&series, 3));
    assert_eq!(staff.post(&from, because(9)).await.refusal(), (412, "stale"));
    assert_eq!(volunteer.post(&from, because(2)).await.refusal(), (403, "forbidden"));
    let after = staff.post(&from, because(2)).await.expect(200);
    let statuses: Vec<&Value> = [0, 1, 3, 4].map(|place| &after["days"][place]["action"]["status"]).to_vec();
    assert_eq!(statuses, ["cancelled", "published", "cancelled", "cancelled"]);
    assert_eq!(volunteer.signup(signup).await.status, entity::actions::SignupStatus::Cancelled);
    app.drain().await;
    let told = volunteer.get("/me/notifications").await.expect(200);
    assert_eq!(told["/items/0/titleZh"], "您报名的行动已取消，请查看原因");

    let alone = app.given_action(&staff, 1, json!({})).await;
    let refused = staff.moves_action(&alone, "following/cancel", json!({"reason": "改期"})).await;
    assert_eq!(refused.refusal(), (409, "not_in_series"));
}

#[tokio::test]
async fn this_and_those_that_follow_are_put_differently() {
    let (app, _, staff) = stage().await;
    let window = json!({"signupClosesAt": "2026-09-16T20:00:00+08:00"});
    let made = staff.post("/action-series", thursdays(&app, 4, "skip", &window)).await.expect(201);
    let second = action_at(&made, 1);
    let other = json!({"title": "共读", "shifts": null, "signupClosesAt": "2026-09-23T12:00:00+08:00"});
    let body = json!({"version": 1, "content": content(&app, 2, &other)});
    staff.put(format!("/actions/{second}/following"), body.clone()).await.expect(200);
    let look = async |place: usize| staff.get(format!("/actions/{}", action_at(&made, place))).await.expect(200);
    assert_eq!(look(0).await["title"], "读书日");
    let (changed, last) = (look(1).await, look(3).await);
    assert_eq!((&changed["title"], &last["title"]), (&json!("共读"), &json!("共读")));
    assert_eq!(changed["signupClosesAt"], "2026-09-23T04:00:00Z");
    assert_eq!(last["signupClosesAt"], "2026-10-07T04:00:00Z", "the day before its own");
    assert_eq!(last["startsAt"], "2026-10-08T00:00:00Z", "the shifts stay");
    assert_eq!(staff.put(format!("/actions/{second}/following"), body).await.refusal(), (412, "stale"));
    let shifts = json!({"version": 2, "content": content(&app, 2, &json!({}))});
    let refused = staff.put(format!("/actions/{second}/following"), shifts).await.expect(422);
    assert_eq!(refused["/errors/0/pointer"], "/shifts");
}

/// Guard: a series counts its changes, and each action is published by a compare-and-set.
#[tokio::test]
async fn of_many_who_publish_a_series_one_does() {
    let (app, _, staff) = stage().await;
    let replica = app.replica().await;
    replica.set_clock(NOW);
    let made = staff.post("/action-series", thursdays(&app, 3, "keep", &json!({}))).await.expect(201);
    let path = format!("/action-series/{}/publish", made.id());
    let both = [&app, &replica].map(|app| staff.at(app));
    let answers = join_all((0..12).map(|turn| both[turn % 2].post(&path, json!({"version": 1})))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
    let rest = answers.iter().filter(|answer| answer.status != 200);
    assert!(rest.clone().all(|answer| [409, 412].contains(&answer.status)), "{answers:?}");
    let rows = action::Entity::find().all(&app.kernel().db).await.expect("actions cannot be read");
    assert!(rows.iter().all(|row| row.status == ActionStatus::Published && row.version == 2));
}

/// Guard: a retry with the same key makes no second series; a day of a series is there once, and an action
/// belongs to one day (primary key and unique indexes).
#[tokio::test]
async fn a_series_is_made_once_and_the_database_itself_has_each_day_once() {
    let (app, _, staff) = stage().await;
    let replica = app.replica().await;
    replica.set_clock(NOW);
    let both = [&app, &replica].map(|app| staff.at(app));
    let body = thursdays(&app, 3, "keep", &json!({}));
    let send =
        |turn: usize| both[turn % 2].request(reqwest::Method::POST, "/action-series").key("one").json(&body).send();
    let answers = join_all((0..12).map(send)).await;
    assert!(answers.iter().all(|answer| answer.status == 201 || answer["code"] == "still_running"), "{answers:?}");
    let db = &app.kernel().db;
    assert_eq!(action::Entity::find().count(db).await.ok(), Some(3));

    let days = action_occurrence::Entity::find().all(db).await.expect("days cannot be read");
    let again = |change: fn(&mut action_occurrence::Model)| {
        let mut row = days[0].clone();
        change(&mut row);
        row.into_active_model().reset_all().insert(db)
    };
    let another = |row: &mut action_occurrence::Model| {
        row.planned_on = "2027-01-07".parse().expect("no day");
        row.held_on = Some(row.planned_on);
    };
    assert!(again(|_| {}).await.is_err(), "a day twice");
    assert!(again(another).await.is_err(), "an action on two days");
}
