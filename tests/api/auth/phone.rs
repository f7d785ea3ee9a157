//! Binding a phone: whose it becomes, and who turns out to be somebody that waits under it.

use std::time::Duration;

use entity::auth::{AccountStatus, account, wechat_identity};
use futures_util::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use support::{Answer, Person, TestApp};

use super::{me, post_as, refresh, sandbox};

const PHONE: &str = "13900001111";
const TAKEN: (u16, &str) = (409, "phone_taken");

/// Binds a phone of the sandbox with this access token.
async fn binds(app: &TestApp, access: &str, phone: &str) -> Answer {
    let code = json!({ "appid": "sandbox", "code": format!("sandbox:{phone}") });
    post_as(app, access, "/auth/wechat/phone", code).await
}

/// Somebody new, signed in by WeChat.
async fn comes(app: &TestApp, name: &str) -> Answer {
    sandbox(app, name).await.expect(200)
}

/// An account that an administrator has made for who has this phone.
async fn awaits(admin: &Person, phone: &str) -> Answer {
    let role = json!({ "phone": phone, "name": "刘主任", "role": "community_staff" });
    admin.post("/roles", role).await.expect(201)
}

#[tokio::test]
async fn a_phone_is_bound_and_can_be_changed() {
    let app = TestApp::spawn().await;
    let access = comes(&app, "王秀兰").await.string("accessToken");
    assert_eq!(me(&app, &access).await.expect(200)["/phone"], json!(null));
    assert_eq!(binds(&app, &access, PHONE).await.expect(200)["/account/phoneBound"], true);
    assert_eq!(binds(&app, &access, PHONE).await.expect(200)["/account/phoneBound"], true, "again is no harm");
    binds(&app, &access, "13900002222").await.expect(200);
    // The first one is free again.
    let other = comes(&app, "李德福").await.string("accessToken");
    binds(&app, &other, PHONE).await.expect(200);
    assert_eq!(binds(&app, &other, "13900002222").await.refusal(), TAKEN);
}

#[tokio::test]
async fn who_binds_the_phone_of_a_waiting_account_turns_out_to_be_its_person() {
    let app = TestApp::spawn().await;
    let admin = app.admin(&app.community().await).await;
    let waiting = awaits(&admin, PHONE).await.string("/holder/accountId");
    let signed_in = comes(&app, "刘主任").await;
    let (fresh, old) = (signed_in.string("/account/id"), signed_in.string("accessToken"));

    let bound = binds(&app, &old, PHONE).await.expect(200);
    assert_eq!(bound.string("/account/id"), waiting);
    assert_eq!(bound["/account/roles"], json!(["community_staff"]));
    let access = bound.string("accessToken");
    assert_eq!(me(&app, &access).await.expect(200).id(), waiting);
    app.anonymous().request(reqwest::Method::GET, "/residents").bearer(&access).send().await.expect(200);

    // The token of before names an account that is no more; the refresh tokens go on as the person's.
    assert_eq!(me(&app, &old).await.refusal(), (401, "unauthenticated"));
    assert_eq!(refresh(&app, &signed_in.string("refreshToken")).await.expect(200).string("/account/id"), waiting);
    assert_eq!(comes(&app, "刘主任").await.string("/account/id"), waiting, "the next sign-in leads there at once");
    let gone = account::Entity::find_by_id(fresh.parse::<entity::ids::AccountId>().expect("no id"));
    let gone = gone.one(&app.kernel().db).await.expect("no query").expect("no row");
    assert_eq!((gone.status, gone.phone_blind), (AccountStatus::Erased, None));
}

#[tokio::test]
async fn a_phone_whose_person_uses_wechat_already_is_taken() {
    let app = TestApp::spawn().await;
    binds(&app, &comes(&app, "王秀兰").await.string("accessToken"), PHONE).await.expect(200);
    let other = comes(&app, "李德福").await;
    assert_eq!(binds(&app, &other.string("accessToken"), PHONE).await.refusal(), TAKEN);
    let still = me(&app, &other.string("accessToken")).await.expect(200);
    assert_eq!((still.id(), &still["phone"]), (other.string("/account/id"), &json!(null)));
}

#[tokio::test]
async fn who_has_a_home_or_a_role_already_is_not_merged_into_somebody_else() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let admin = app.admin(&grid).await;
    awaits(&admin, PHONE).await;
    let code = json!({ "appid": "sandbox", "code": format!("sandbox:{PHONE}") });
    for person in [app.resident(&grid).await, app.volunteer(&grid).await, app.member(&grid).await] {
        assert_eq!(person.post("/auth/wechat/phone", code.clone()).await.refusal(), TAKEN);
        assert_eq!(person.get("/me").await.expect(200).id(), person.account().to_string());
    }
}

/// Guard: the partial unique index on phones (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn one_phone_bound_by_twenty_at_once_is_one_persons() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let both = [&app, &replica];
    let mut people = Vec::new();
    for number in 0..20 {
        people.push(comes(&app, &format!("居民{number}")).await.string("accessToken"));
    }
    let answers = join_all((0..20).map(|turn| binds(both[turn % 2], &people[turn], PHONE))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.refusal() == TAKEN).count(), 19);
    let blind = app.kernel().vault.blind(api::kernel::crypto::Field::Phone, PHONE);
    let holders = account::Entity::find().filter(account::Column::PhoneBlind.eq(blind));
    assert_eq!(holders.count(&app.kernel().db).await.ok(), Some(1));
}

/// Guard: both accounts are locked before they become one (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn of_twenty_who_claim_to_be_the_one_who_is_awaited_one_is() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let both = [&app, &replica];
    let admin = app.admin(&app.community().await).await;
    for round in 0..4 {
        let phone = format!("1390000{round:04}");
        let waiting = awaits(&admin, &phone).await.string("/holder/accountId");
        let mut people = Vec::new();
        for number in 0..20 {
            people.push(comes(&app, &format!("第{round}轮居民{number}")).await.string("accessToken"));
        }
        let answers = join_all((0..20).map(|turn| binds(both[turn % 2], &people[turn], &phone))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert_eq!(answers.iter().filter(|answer| answer.refusal() == TAKEN).count(), 19);
        let waiting = waiting.parse::<entity::ids::AccountId>().expect("no id");
        let bound = wechat_identity::Entity::find().filter(wechat_identity::Column::AccountId.eq(waiting));
        assert_eq!(bound.count(&app.kernel().db).await.ok(), Some(1));
    }
}

/// Guard: whoever changes account and session takes the account first. Otherwise the two wait
/// for each other until PostgreSQL gives one of them up; SQLite has one writer.
#[tokio::test]
async fn binding_and_refreshing_at_once_both_succeed() {
    let app = TestApp::spawn().await;
    let admin = app.admin(&app.community().await).await;
    for turn in 0..25 {
        let phone = format!("1390000{turn:04}");
        awaits(&admin, &phone).await;
        let signed_in = comes(&app, &format!("居民{turn}")).await;
        let (access, token) = (signed_in.string("accessToken"), signed_in.string("refreshToken"));
        let (bound, first, second) =
            tokio::join!(binds(&app, &access, &phone), refresh(&app, &token), refresh(&app, &token));
        let told = [bound.status, first.status, second.status];
        assert_eq!(told, [200, 200, 200], "{} {} {}", bound.text(), first.text(), second.text());
        app.advance(Duration::from_secs(1));
    }
}
