//! 签到: by code, by place, by roll-call; without a net; what was forgotten.

use std::time::Duration;

use entity::actions::{Evidence, SignupStatus, attendance};
use entity::ids::SignupId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use support::{Action, Person, TestApp};

struct Day {
    app: TestApp,
    action: Action,
    staff: Person,
    one: Person,
    signup: SignupId,
}

/// A shift of two hours with one volunteer; it begins now.
async fn day(more: Value) -> Day {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let action = app.given_action(&staff, 3, more).await;
    let one = app.given_volunteer(&grid).await;
    let signup = one.signs_up(&action).await.expect(201).signup();
    app.advance_days(2);
    app.drain().await;
    Day { app, action, staff, one, signup }
}

impl Day {
    async fn code(&self) -> Value {
        self.staff.get(self.action.shift_path("code")).await.expect(200)["code"].clone()
    }

    async fn shows(&self, verb: &str, body: Value) -> support::Answer {
        self.one.post(format!("/signups/{}/{verb}", self.signup), body).await
    }

    async fn passes(&self, minutes: u64) {
        self.app.advance(Duration::from_secs(minutes * 60));
    }

    async fn there(&self) -> attendance::Model {
        let of = attendance::Entity::find().filter(attendance::Column::SignupId.eq(self.signup));
        of.one(&self.app.kernel().db).await.expect("not read").expect("nobody came")
    }
}

#[tokio::test]
async fn by_the_code_on_the_leaders_phone() {
    let day = day(json!({})).await;
    assert_eq!(day.one.get(day.action.shift_path("code")).await.refusal(), (403, "forbidden"));
    let code = day.code().await;
    let wrong = if code == "00000000" { "00000001" } else { "00000000" };
    assert_eq!(day.shows("check-in", json!({"code": wrong})).await.refusal(), (409, "check_in_code_invalid"));
    let came = day.shows("check-in", json!({ "code": code })).await.expect(200);
    assert_eq!(
        (came["status"].as_str(), came["/attendance/inEvidence"].as_str()),
        (Some("attending"), Some("rotating_code"))
    );
    day.passes(45).await;
    assert_eq!(
        day.shows("check-out", json!({ "code": code })).await.refusal(),
        (409, "check_in_code_invalid"),
        "it is old"
    );
    let went = day.shows("check-out", json!({"code": day.code().await})).await.expect(200);
    assert_eq!((went["status"].as_str(), went["/attendance/minutes"].as_i64()), (Some("attended"), Some(45)));
    day.app.reconcile(day.action.role).await;
}

#[tokio::test]
async fn by_the_place_in_either_datum() {
    let day = day(json!({})).await;
    let far = json!({"spot": {"lat": 43.885, "lng": 125.352, "datum": "gcj02"}});
    assert_eq!(day.shows("check-in", far).await.refusal(), (409, "too_far"));
    let mistaken = json!({"spot": {"lat": 43.881, "lng": 125.352, "datum": "wgs84"}});
    assert_eq!(day.shows("check-in", mistaken).await.refusal(), (409, "too_far"), "the same figures are elsewhere");
    let near = json!({"spot": {"lat": 43.8815, "lng": 125.352, "datum": "gcj02"}});
    let came = day.shows("check-in", near).await.expect(200);
    assert_eq!(came["/attendance/inEvidence"], "place");
    let both = json!({"code": "12345678", "spot": {"lat": 1, "lng": 1, "datum": "gcj02"}});
    assert_eq!(day.shows("check-out", both).await.status, 422);
    assert_eq!(day.shows("check-out", json!({})).await.status, 422);
}

#[tokio::test]
async fn an_action_without_a_spot_takes_no_place() {
    let day = day(json!({"coordinates": null})).await;
    let spot = json!({"spot": {"lat": 43.881, "lng": 125.352, "datum": "gcj02"}});
    assert_eq!(day.shows("check-in", spot).await.refusal(), (409, "no_coordinates"));
}

#[tokio::test]
async fn by_the_leaders_roll_call_line_by_line() {
    let day = day(json!({})).await;
    let path = day.action.shift_path("roll-call");
    let line = |call: &str| json!({"signupId": day.signup, "call": call});
    assert_eq!(day.one.post(&path, json!({"items": [line("in")]})).await.refusal(), (403, "forbidden"));
    let called = day.staff.post(&path, json!({"items": [line("out"), line("in"), line("missing")]})).await.expect(200);
    assert_eq!(
        (called["/items/0/code"].as_str(), called["/items/0/status"].as_str()),
        (Some("illegal_transition"), None)
    );
    assert_eq!(called["/items/1/status"], "attending");
    assert_eq!(called["/items/2/code"], "illegal_transition");
    assert_eq!(day.there().await.in_evidence, Evidence::RollCall);
    let foreign = json!({"signupId": uuid::Uuid::now_v7(), "call": "in"});
    let called = day.staff.post(&path, json!({"items": [foreign]})).await.expect(200);
    assert_eq!(called["/items/0/code"], "not_found");
}

#[tokio::test]
async fn not_too_early_and_not_after_the_end() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let action = app.given_action(&staff, 3, json!({})).await;
    let one = app.given_volunteer(&grid).await;
    let signup = one.signs_up(&action).await.expect(201).signup();
    let spot = json!({"spot": {"lat": 43.881, "lng": 125.352, "datum": "gcj02"}});
    let path = format!("/signups/{signup}/check-in");
    app.advance(Duration::from_secs(46 * 3600));
    assert_eq!(one.post(&path, spot.clone()).await.refusal(), (409, "check_in_not_open"));
    app.advance(Duration::from_secs(4 * 3600));
    assert_eq!(one.post(&path, spot).await.refusal(), (409, "check_in_not_open"));
}

#[tokio::test]
async fn without_a_net_it_is_sent_later_with_the_code_and_marked() {
    let day = day(json!({})).await;
    let (code, seen) = (day.code().await, day.app.now());
    day.passes(90).await;
    let wrong = json!({"code": code, "seenAt": (seen - chrono::Duration::minutes(5)).to_rfc3339()});
    assert_eq!(day.shows("check-in", wrong).await.refusal(), (409, "check_in_code_invalid"));
    let later = json!({"code": code, "seenAt": (seen + chrono::Duration::days(9)).to_rfc3339()});
    assert_eq!(day.shows("check-in", later).await.refusal(), (409, "check_in_not_open"));
    day.shows("check-in", json!({"code": code, "seenAt": seen.to_rfc3339()})).await.expect(200);
    let there = day.there().await;
    assert!(there.checked_in_at <= seen && there.in_received_at.is_some_and(|at| at > seen), "{there:?}");
    let went = day.shows("check-out", json!({"code": day.code().await})).await.expect(200);
    assert_eq!(went["/attendance/minutes"], 90);
}

#[tokio::test]
async fn so_late_that_the_shift_is_settled_it_is_not_taken() {
    let day = day(json!({})).await;
    let (code, seen) = (day.code().await, day.app.now());
    day.passes(4 * 60 + 1).await;
    let late = json!({"code": code, "seenAt": seen.to_rfc3339()});
    assert_eq!(day.shows("check-in", late).await.refusal(), (409, "check_in_not_open"));
}

#[tokio::test]
async fn whoever_forgets_to_check_out_is_checked_out_by_rule() {
    let day = day(json!({})).await;
    day.passes(29).await;
    day.shows("check-in", json!({"code": day.code().await})).await.expect(200);
    day.passes(4 * 60).await;
    day.app.drain().await;
    let there = day.there().await;
    assert_eq!((there.closed_by_rule, there.minutes, there.out_evidence), (true, Some(90), None));
    assert_eq!(day.one.signup(day.signup).await.status, SignupStatus::Attended);
    let listed = day.staff.get(day.action.path("signups")).await.expect(200);
    assert_eq!(listed["/items/0/attendance/closedByRule"], true, "the leader sees it");
    day.app.reconcile(day.action.role).await;
}

#[tokio::test]
async fn learning_and_meeting_count_for_no_minutes() {
    let day = day(json!({"kind": "study"})).await;
    day.shows("check-in", json!({"code": day.code().await})).await.expect(200);
    day.passes(60).await;
    let went = day.shows("check-out", json!({"code": day.code().await})).await.expect(200);
    assert_eq!(went["/attendance/minutes"], 0);
}
