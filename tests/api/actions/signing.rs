//! Who may sign up, when, and what each refusal is called.

use chrono::{Duration, NaiveDate};
use entity::actions::{SignupStatus, signup};
use entity::kernel::event;
use entity::volunteers::{Skill, Training, VolunteerStatus, volunteer, volunteer_skill, volunteer_training};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use support::{Action, Grid, Person, TestApp, shift};

async fn stage() -> (TestApp, Grid, Person) {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    (app, grid, staff)
}

async fn change(app: &TestApp, person: &Person, change: volunteer::ActiveModel) {
    let own = volunteer::Column::AccountId.eq(person.account());
    volunteer::Entity::update_many().set(change).filter(own).exec(&app.kernel().db).await.expect("not changed");
}

#[tokio::test]
async fn a_place_a_number_in_the_queue_and_then_nothing() {
    let (app, grid, staff) = stage().await;
    let action = app.given_action(&staff, 1, json!({"waitlistLimit": 1})).await;
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers.push(app.given_volunteer(&grid).await.signs_up(&action).await);
    }
    assert_eq!((answers[0].status, answers[0]["status"].as_str()), (201, Some("confirmed")));
    assert_eq!((answers[1]["status"].as_str(), answers[1]["number"].as_i64()), (Some("waitlisted"), Some(1)));
    assert_eq!(answers[2].refusal(), (409, "waitlist_full"));
    let none = app.given_action(&staff, 1, json!({"waitlistLimit": 0, "shifts": [shift(&app, 90, 1, 1)]})).await;
    app.given_volunteer(&grid).await.signs_up(&none).await.expect(201);
    assert_eq!(app.given_volunteer(&grid).await.signs_up(&none).await.refusal(), (409, "role_full"));
}

#[tokio::test]
async fn each_refusal_has_its_own_code() {
    let (app, grid, staff) = stage().await;
    let one = app.given_volunteer(&grid).await;
    let when = |hours| (app.now() + Duration::hours(hours)).to_rfc3339();
    let team = app.given_team(&grid, None).await;
    let cases: [(Value, (u16, &str)); 7] = [
        (json!({"signupOpensAt": when(1)}), (409, "signup_not_open")),
        (json!({"signupClosesAt": when(-1)}), (409, "signup_closed")),
        (json!({"minimumAge": 99}), (403, "too_young")),
        (json!({"skills": ["haircut"]}), (403, "skill_missing")),
        (json!({"trainings": ["fire_safety"]}), (403, "training_missing")),
        (json!({"teamId": team}), (403, "team_only")),
        (json!({}), (201, "")),
    ];
    for (more, refusal) in cases {
        let action = app.given_action(&staff, 5, more).await;
        assert_eq!(one.signs_up(&action).await.refusal(), refusal);
    }
    let action = app.given_action(&staff, 5, json!({})).await;
    assert_eq!(one.signs_up(&action).await.refusal(), (409, "shift_overlap"));
    let resident = app.resident(&grid).await;
    assert_eq!(resident.signs_up(&action).await.refusal(), (403, "not_a_volunteer"));
    let stranger = app.given_volunteer(&app.given_community().await).await;
    assert_eq!(stranger.signs_up(&action).await.refusal(), (403, "not_a_volunteer"));
    assert_eq!(app.anonymous().signs_up(&action).await.refusal(), (401, "unauthenticated"));
    let other = app.given_volunteer(&grid).await;
    other.signs_up(&action).await.expect(201);
    assert_eq!(other.signs_up(&action).await.refusal(), (409, "already_signed_up"));
    app.advance_days(2);
    let late = app.given_volunteer(&grid).await;
    assert_eq!(late.signs_up(&action).await.refusal(), (409, "signup_closed"));
}

#[tokio::test]
async fn blocked_and_retired_volunteers_do_not_sign_up() {
    let (app, grid, staff) = stage().await;
    let action = app.given_action(&staff, 5, json!({})).await;
    let one = app.given_volunteer(&grid).await;
    let until = Set(Some(app.now() + Duration::days(1)));
    change(&app, &one, volunteer::ActiveModel { blocked_until: until, ..Default::default() }).await;
    assert_eq!(one.signs_up(&action).await.refusal(), (403, "volunteer_blocked"));
    let retired = Set(VolunteerStatus::Retired);
    change(&app, &one, volunteer::ActiveModel { status: retired, ..Default::default() }).await;
    assert_eq!(one.signs_up(&action).await.refusal(), (403, "not_a_volunteer"));
}

#[tokio::test]
async fn whoever_fits_signs_up() {
    let (app, grid, staff) = stage().await;
    let (one, leader) = (app.given_volunteer(&grid).await, app.resident(&grid).await);
    let id = app.volunteer_row(one.account()).await.id;
    let team = app.given_team(&grid, Some(leader.account())).await;
    app.join(&one, team).await;
    app.row(volunteer_skill::ActiveModel { volunteer_id: Set(id), skill: Set(Skill::Haircut) }).await;
    app.row(volunteer_training::ActiveModel {
        volunteer_id: Set(id),
        training: Set(Training::FireSafety),
        passed_on: Set(NaiveDate::from_ymd_opt(2020, 1, 1).expect("no day")),
        valid_until: Set(Some(app.now().date_naive() - Duration::days(1))),
        entered_by: Set(staff.account()),
        created_at: Set(app.now()),
    })
    .await;
    let more = json!({"minimumAge": 18, "skills": ["haircut"], "trainings": ["fire_safety"], "teamId": team});
    let action = app.given_action(&staff, 5, more).await;
    assert_eq!(one.signs_up(&action).await.refusal(), (403, "training_missing"), "it has run out");
    let valid = volunteer_training::ActiveModel { valid_until: Set(None), ..Default::default() };
    volunteer_training::Entity::update_many().set(valid).exec(&app.kernel().db).await.expect("not changed");
    one.signs_up(&action).await.expect(201);
}

/// The eighteenth birthday is the day of the shift, by the community's clock.
#[tokio::test]
async fn ages_count_on_the_day_of_the_shift() {
    let (app, grid, staff) = stage().await;
    let action = app.given_action(&staff, 5, json!({"minimumAge": 18})).await;
    let detail = staff.get(action.path("")).await.expect(200);
    let starts: chrono::DateTime<chrono::Utc> =
        detail["startsAt"].as_str().and_then(|at| at.parse().ok()).expect("no start");
    let day = starts.with_timezone(&chrono::FixedOffset::east_opt(8 * 3600).expect("no zone")).date_naive();
    let one = app.given_volunteer(&grid).await;
    let born = |day: NaiveDate| {
        let birth_date = Set(day.checked_sub_months(chrono::Months::new(18 * 12)).expect("no day"));
        volunteer::ActiveModel { birth_date, ..Default::default() }
    };
    change(&app, &one, born(day + Duration::days(1))).await;
    assert_eq!(one.signs_up(&action).await.refusal(), (403, "too_young"));
    change(&app, &one, born(day)).await;
    one.signs_up(&action).await.expect(201);
}

#[tokio::test]
async fn a_retry_with_its_key_gets_the_same_answer_once() {
    let (app, grid, staff) = stage().await;
    let action = app.given_action(&staff, 5, json!({})).await;
    let one = app.given_volunteer(&grid).await;
    let path = action.shift_path("signups");
    let send = async |body: Value| one.request(reqwest::Method::POST, &path).key("k").json(&body).send().await;
    let (first, again) = (send(json!({})).await.expect(201), send(json!({})).await.expect(201));
    assert_eq!(first.body, again.body);
    assert_eq!(app.signups(action.role).await.len(), 1);
    assert_eq!(send(json!({"roleId": action.role})).await.refusal(), (422, "idempotency_key_reused"));
}

#[tokio::test]
async fn of_several_roles_one_is_named() {
    let (app, grid, staff) = stage().await;
    let mut two = shift(&app, 30, 2, 1);
    two["roles"] = json!([{"name": "理发", "capacity": 1}, {"name": "引导", "capacity": 2}]);
    let action = app.given_action(&staff, 1, json!({"shifts": [two]})).await;
    let one = app.given_volunteer(&grid).await;
    let answer = one.signs_up(&action).await.expect(422);
    assert_eq!(answer["/errors/0/pointer"], "/roleId");
    let path = action.shift_path("signups");
    assert_eq!(one.post(&path, json!({"roleId": uuid::Uuid::now_v7()})).await.status, 404);
    let signed = one.post(&path, json!({"roleId": action.role})).await.expect(201);
    assert_eq!(signed["roleName"], "理发");
}

async fn team_of(app: &TestApp, grid: &Grid, size: usize) -> (Person, entity::ids::TeamId, Vec<Person>) {
    let leader = app.given_volunteer(grid).await;
    let team = app.given_team(grid, Some(leader.account())).await;
    let mut members = Vec::new();
    for _ in 0..size {
        let member = app.given_volunteer(grid).await;
        app.join(&member, team).await;
        members.push(member);
    }
    (leader, team, members)
}

#[tokio::test]
async fn a_team_is_signed_up_by_its_leader_all_or_none() {
    let (app, grid, staff) = stage().await;
    let (leader, team, members) = team_of(&app, &grid, 3).await;
    let accounts: Vec<_> = members.iter().map(Person::account).collect();
    let ask = async |person: &Person, action: &Action| {
        person.post(action.shift_path("team-signups"), json!({"teamId": team, "accountIds": accounts})).await
    };
    let small = app.given_action(&staff, 2, json!({})).await;
    assert_eq!(ask(&leader, &small).await.refusal(), (409, "role_full"), "nobody of them waits");
    assert_eq!(app.signups(small.role).await.len(), 0);
    let large = app.given_action(&staff, 3, json!({"shifts": [shift(&app, 60, 2, 3)]})).await;
    assert_eq!(ask(&members[0], &large).await.refusal(), (403, "forbidden"));
    members[1].signs_up(&small).await.expect(201);
    let clash = app.given_action(&staff, 3, json!({})).await;
    let refused = ask(&leader, &clash).await;
    assert_eq!((refused.code(), refused["/errors/0/pointer"].as_str()), ("shift_overlap", Some("/accountIds/1")));
    assert_eq!(app.signups(clash.role).await.len(), 0);
    let signed = ask(&leader, &large).await.expect(201);
    assert_eq!(signed.items().len(), 3);
    app.reconcile(large.role).await;
}

#[tokio::test]
async fn staff_sign_somebody_up_past_the_conditions_for_a_reason_that_stays() {
    let (app, grid, staff) = stage().await;
    let action =
        app.given_action(&staff, 1, json!({"skills": ["law"], "signupClosesAt": app.now().to_rfc3339()})).await;
    let one = app.given_volunteer(&grid).await;
    let path = action.shift_path("overrides");
    let body = json!({"accountId": one.account(), "reason": "临时缺人，已电话确认"});
    assert_eq!(one.post(&path, body.clone()).await.refusal(), (403, "forbidden"));
    let signed = staff.post(&path, body).await.expect(201);
    assert_eq!((signed["status"].as_str(), signed["overridden"].as_bool()), (Some("confirmed"), Some(true)));
    let of_verb = event::Entity::find().filter(event::Column::Verb.eq("override"));
    let event = of_verb.one(&app.kernel().db).await.expect("no events").expect("no event");
    assert_eq!((event.reason.as_deref(), event.by_id), (Some("临时缺人，已电话确认"), Some(staff.account().0)));
    let other = app.given_volunteer(&grid).await;
    let full = staff.post(&path, json!({"accountId": other.account(), "reason": "再加一人"})).await;
    assert_eq!(full.refusal(), (409, "role_full"), "places stand");
}

#[tokio::test]
async fn the_list_shows_masked_names_to_those_who_lead() {
    let (app, grid, staff) = stage().await;
    let action = app.given_action(&staff, 2, json!({})).await;
    let one = app.given_volunteer(&grid).await;
    one.signs_up(&action).await.expect(201);
    assert_eq!(one.get(action.path("signups")).await.refusal(), (403, "forbidden"));
    let listed = staff.get(action.path("signups")).await.expect(200);
    assert!(!listed.text().contains(&one.name), "{}", listed.text());
    assert!(listed["/items/0/volunteerName"].as_str().is_some_and(|name| name.starts_with("王*")));
    let own = one.get("/me/signups").await.expect(200);
    assert_eq!(own["/items/0/allowedActions"], json!(["cancel", "check_in"]));
}

#[tokio::test]
async fn whoever_is_erased_leaves_the_place_to_the_next() {
    let (app, grid, staff) = stage().await;
    let action = app.given_action(&staff, 1, json!({})).await;
    let (one, next) = (app.given_volunteer(&grid).await, app.given_volunteer(&grid).await);
    one.signs_up(&action).await.expect(201);
    let waiting = next.signs_up(&action).await.expect(201).signup();
    let copy = one.get("/me/export").await.expect(200);
    assert_eq!(copy["/actions/signups/0/status"], "confirmed");
    one.post("/me/erase", json!({"confirm": true})).await;
    let rows: Vec<signup::Model> = app.signups(action.role).await;
    assert!(rows.iter().any(|row| row.status == SignupStatus::Cancelled && row.reason.is_none()), "{rows:?}");
    assert_eq!(next.signup(waiting).await.status, SignupStatus::Offered);
    app.reconcile(action.role).await;
}
