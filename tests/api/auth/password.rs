//! Phone and password, for the people at the desks.

use std::time::Duration;

use entity::auth::{Role, ScopeKind, account, role_grant};
use futures_util::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use support::{Answer, Person, TestApp};

use super::{by_password, me, refresh, sandbox, sets_password};

const RIGHT: &str = "correct horse battery";
const WRONG: (u16, &str) = (401, "wrong_password");
const LOCKED: (u16, &str) = (429, "account_locked");

/// A worker with a password.
async fn worker(app: &TestApp) -> Person {
    let staff = app.staff(&app.community().await).await;
    sets_password(&staff, RIGHT).await;
    staff
}

/// Minutes until one may try again, rounded; nothing when not locked.
fn locked_minutes(answer: &Answer) -> Option<u64> {
    let seconds: u64 = answer.header("retry-after").parse().ok()?;
    (answer.refusal() == LOCKED).then_some((seconds + 30) / 60)
}

async fn row(app: &TestApp, person: &Person) -> account::Model {
    let row = account::Entity::find_by_id(person.account()).one(&app.kernel().db).await;
    row.expect("no query").expect("no account")
}

#[tokio::test]
async fn a_worker_signs_in_and_the_password_is_stored_as_argon2id_only() {
    let app = TestApp::spawn().await;
    let staff = worker(&app).await;
    let signed_in = by_password(&app, &staff.phone, RIGHT).await.expect(200);
    assert_eq!(signed_in["/account/roles"], json!(["community_staff"]));
    me(&app, &signed_in.string("accessToken")).await.expect(200);
    refresh(&app, &signed_in.string("refreshToken")).await.expect(200);

    let hash = row(&app, &staff).await.password_hash.expect("no hash");
    assert!(hash.starts_with("$argon2id$v=19$m="), "{hash}");
    assert!(!hash.contains(RIGHT));
}

#[tokio::test]
async fn five_wrong_guesses_lock_and_each_further_one_locks_for_twice_as_long() {
    let app = TestApp::spawn().await;
    let staff = worker(&app).await;
    for _ in 0..5 {
        assert_eq!(by_password(&app, &staff.phone, "wrong guess").await.refusal(), WRONG);
    }
    for minutes in [15, 30, 60, 120, 240, 480, 960, 1_440, 1_440] {
        let locked = by_password(&app, &staff.phone, RIGHT).await;
        assert_eq!(locked_minutes(&locked), Some(minutes), "even the right one is not looked at: {}", locked.text());
        app.advance(Duration::from_secs(minutes * 60 - 60));
        assert_eq!(by_password(&app, &staff.phone, RIGHT).await.refusal(), LOCKED);
        app.advance(Duration::from_secs(61));
        assert_eq!(by_password(&app, &staff.phone, "wrong guess").await.refusal(), WRONG);
    }
    app.advance(Duration::from_secs(86_401));
    by_password(&app, &staff.phone, RIGHT).await.expect(200);
    let row = row(&app, &staff).await;
    assert_eq!((row.failed_logins, row.locked_until), (0, None), "all is forgiven");
}

#[tokio::test]
async fn a_right_password_between_wrong_ones_begins_the_count_anew() {
    let app = TestApp::spawn().await;
    let staff = worker(&app).await;
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(by_password(&app, &staff.phone, "wrong guess").await.refusal(), WRONG);
        }
        by_password(&app, &staff.phone, RIGHT).await.expect(200);
    }
}

/// Guard: the lock on the account while a try is counted (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn fifty_guesses_at_once_are_no_more_than_five() {
    let app = TestApp::spawn().await;
    let replicas = [app.replica().await, app.replica().await];
    let all = [&app, &replicas[0], &replicas[1]];
    for _ in 0..5 {
        let staff = worker(&app).await;
        let guesses = (0..50).map(|turn| by_password(all[turn % 3], &staff.phone, "wrong guess"));
        let answers = join_all(guesses).await;
        assert_eq!(answers.iter().filter(|answer| answer.refusal() == WRONG).count(), 5);
        assert_eq!(answers.iter().filter(|answer| locked_minutes(answer) == Some(15)).count(), 45);
        assert_eq!(row(&app, &staff).await.failed_logins, 5);
    }
}

#[tokio::test]
async fn nobody_learns_whether_a_phone_is_known() {
    let app = TestApp::spawn().await;
    let resident = app.resident(&app.given_grid().await).await;
    for phone in ["13700001111", &resident.phone] {
        for _ in 0..5 {
            assert_eq!(by_password(&app, phone, "wrong guess").await.refusal(), WRONG, "{phone}");
        }
        assert_eq!(by_password(&app, phone, "wrong guess").await.refusal(), LOCKED, "{phone}");
    }
}

#[tokio::test]
async fn only_people_at_a_desk_have_a_password_and_only_as_long_as_they_sit_there() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let new = json!({ "newPassword": RIGHT });
    for person in [app.newcomer().await, app.resident(&grid).await, app.volunteer(&grid).await] {
        assert_eq!(person.put("/auth/password", new.clone()).await.refusal(), (403, "forbidden"));
    }
    for person in [app.grid_leader(&grid).await, app.admin(&grid).await, app.platform_admin().await] {
        sets_password(&person, RIGHT).await;
        by_password(&app, &person.phone, RIGHT).await.expect(200);
    }
    let staff = worker(&app).await;
    let admin = app.admin(&grid).await;
    let mine = role_grant::Entity::find().filter(role_grant::Column::AccountId.eq(staff.account()));
    let role = mine.one(&app.kernel().db).await.expect("no query").expect("no role").id;
    admin.delete(format!("/roles/{role}")).await.expect(204);
    assert_eq!(by_password(&app, &staff.phone, RIGHT).await.refusal(), WRONG);
    app.grant(&staff, Role::CommunityStaff, ScopeKind::Community, grid.community).await;
    by_password(&app, &staff.phone, RIGHT).await.expect(200);
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_the_other_sign_ins() {
    let app = TestApp::spawn().await;
    let staff = worker(&app).await;
    let elsewhere = by_password(&app, &staff.phone, RIGHT).await.expect(200);
    let change = async |body| staff.put("/auth/password", body).await;
    let wrong = |answer: &Answer| (answer.status, answer["/errors/0/code"].as_str().unwrap_or_default().to_owned());

    let weak = change(json!({ "oldPassword": RIGHT, "newPassword": format!("{}ab", staff.phone) })).await;
    assert_eq!(wrong(&weak), (422, "weak_password".into()));
    let monotone = change(json!({ "oldPassword": RIGHT, "newPassword": "abababababab" })).await;
    assert_eq!(wrong(&monotone), (422, "weak_password".into()));
    let short = change(json!({ "oldPassword": RIGHT, "newPassword": "short" })).await;
    assert_eq!(short.status, 422);
    let without = change(json!({ "newPassword": "another long one" })).await;
    assert_eq!(wrong(&without), (422, "missing_field".into()));
    let guessed = change(json!({ "oldPassword": "wrong guess", "newPassword": "another long one" })).await;
    assert_eq!(wrong(&guessed), (422, "wrong_old_password".into()));
    me(&app, &elsewhere.string("accessToken")).await.expect(200);

    change(json!({ "oldPassword": RIGHT, "newPassword": "another long one" })).await.expect(204);
    assert_eq!(me(&app, &elsewhere.string("accessToken")).await.refusal(), (401, "unauthenticated"));
    staff.get("/me").await.expect(200);
    assert_eq!(by_password(&app, &staff.phone, RIGHT).await.refusal(), WRONG);
    by_password(&app, &staff.phone, "another long one").await.expect(200);
}

#[tokio::test]
async fn guesses_at_the_old_password_are_counted_like_those_at_the_door() {
    let app = TestApp::spawn().await;
    let staff = worker(&app).await;
    let guess = json!({ "oldPassword": "wrong guess", "newPassword": "another long one" });
    for _ in 0..5 {
        assert_eq!(staff.put("/auth/password", guess.clone()).await.status, 422);
    }
    assert_eq!(staff.put("/auth/password", guess).await.refusal(), LOCKED);
    assert_eq!(by_password(&app, &staff.phone, RIGHT).await.refusal(), LOCKED);
}

#[tokio::test]
async fn a_password_needs_a_phone_to_sign_in_with() {
    let app = TestApp::spawn().await;
    let signed_in = sandbox(&app, "刘主任").await.expect(200);
    let id = signed_in.string("/account/id");
    let admin = app.platform_admin().await;
    let role = json!({ "accountId": id, "role": "platform_admin" });
    admin.post("/roles", role).await.expect(201);
    let request = app.anonymous().request(reqwest::Method::PUT, "/auth/password");
    let request = request.bearer(&signed_in.string("accessToken")).json(&json!({ "newPassword": RIGHT }));
    assert_eq!(request.send().await.refusal(), (409, "phone_required"));
}
