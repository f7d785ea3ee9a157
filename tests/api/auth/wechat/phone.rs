//! `getuserphonenumber`: the phone behind a code, and every way in which WeChat does not say.

use std::time::Duration;

use api::kernel::crypto::Field;
use entity::auth::account;
use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use support::wechat::{APPID, Endpoint, OTHER_APPID, Turn};
use support::{Person, TestApp};

use super::{bind, refusal, with_wechat};

/// Section 1.3, the three codes of a refused token, then the generic codes of section 0.
#[rstest]
#[case::busy(-1, 2, 1, (503, "wechat_unavailable", "5"))]
#[case::of_another_mini_program(40_013, 1, 1, (422, "phone_code_invalid", ""))]
#[case::code_invalid(40_029, 1, 1, (422, "phone_code_invalid", ""))]
#[case::code_used(40_163, 1, 1, (422, "phone_code_invalid", ""))]
#[case::limit_of_a_person(45_011, 1, 1, (429, "too_many_requests", "60"))]
#[case::token_not_the_latest(40_001, 2, 2, (503, "wechat_unavailable", "60"))]
#[case::token_unknown(40_014, 2, 2, (503, "wechat_unavailable", "60"))]
#[case::token_ended(42_001, 2, 2, (503, "wechat_unavailable", "60"))]
#[case::token_missing(41_001, 1, 1, (503, "wechat_unavailable", "60"))]
#[case::limit_of_a_second(44_990, 2, 1, (429, "too_many_requests", "60"))]
#[case::limit_of_a_minute(44_991, 1, 1, (429, "too_many_requests", "60"))]
#[case::limit_of_a_day(44_993, 1, 1, (503, "wechat_unavailable", "60"))]
#[case::quota_used_up(45_009, 1, 1, (503, "wechat_unavailable", "60"))]
#[case::not_parsed(47_001, 1, 1, (503, "wechat_unavailable", "60"))]
#[case::not_authorised(48_001, 1, 1, (503, "wechat_unavailable", "60"))]
#[case::never_heard_of(99_999, 1, 1, (503, "wechat_unavailable", "60"))]
#[tokio::test]
async fn what_wechat_says_is_passed_on(
    #[case] errcode: i64,
    #[case] asked: usize,
    #[case] tokens: usize,
    #[case] told: (u16, &str, &str),
) {
    let (wechat, app) = with_wechat().await;
    wechat.always(Endpoint::Phone, Turn::Code(errcode));
    let answer = bind(&app.newcomer().await, &wechat.phone_code(APPID, "13900001111")).await;
    assert_eq!(refusal(&answer), told);
    assert_eq!((wechat.asked(Endpoint::Phone), wechat.asked(Endpoint::StableToken)), (asked, tokens));
}

#[tokio::test]
async fn a_moment_of_business_is_waited_out() {
    let (wechat, app) = with_wechat().await;
    wechat.next(Endpoint::Phone, Turn::Code(-1));
    bind(&app.newcomer().await, &wechat.phone_code(APPID, "13900001111")).await.expect(200);
    assert_eq!((wechat.asked(Endpoint::Phone), wechat.asked(Endpoint::StableToken)), (2, 1));
}

/// The phone that an account has, as it is stored.
async fn phone_of(app: &TestApp, person: &Person) -> String {
    let row = account::Entity::find_by_id(person.account()).one(&app.kernel().db).await;
    let sealed = row.expect("no query").expect("no account").phone_sealed.expect("no phone");
    app.kernel().vault.open(Field::Phone, &sealed).expect("the phone does not open").to_string()
}

#[rstest]
#[case::as_a_string("13900001111", json!("86"), "13900001111")]
#[case::as_a_number("13900001111", json!(86), "13900001111")]
#[case::of_hong_kong("91234567", json!("852"), "+85291234567")]
#[case::of_macao("61234567", json!(853), "+85361234567")]
#[tokio::test]
async fn the_countrys_code_comes_as_a_string_or_a_number(
    #[case] pure: &str,
    #[case] country: Value,
    #[case] stored: &str,
) {
    let (wechat, app) = with_wechat().await;
    let person = app.newcomer().await;
    let bound = bind(&person, &wechat.phone_code_abroad(APPID, pure, country)).await.expect(200);
    assert_eq!(bound["/account/phoneBound"], true);
    assert_eq!(phone_of(&app, &person).await, stored);
}

#[tokio::test]
async fn wechat_is_asked_as_it_wants_to_be_asked() {
    let (wechat, app) = with_wechat().await;
    let code = wechat.phone_code(APPID, "13900001111");
    bind(&app.newcomer().await, &code).await.expect(200);

    let asked = wechat.calls(Endpoint::Phone);
    assert_eq!(asked[0].body, json!({ "code": code }), "the token belongs into the address, not the body");
    assert_eq!(wechat.tokens_of(APPID), [asked[0].parameter("access_token")]);
    let token = wechat.calls(Endpoint::StableToken);
    let body = json!({
        "grant_type": "client_credential", "appid": APPID, "secret": wechat.secret_of(APPID), "force_refresh": false,
    });
    assert_eq!((&token[0].body, token[0].query.len()), (&body, 0), "the secret belongs into the body");
}

#[tokio::test]
async fn a_code_works_once_for_five_minutes_in_its_own_mini_program() {
    let (wechat, app) = with_wechat().await;
    let person = app.newcomer().await;
    let code = wechat.phone_code(APPID, "13900001111");
    bind(&person, &code).await.expect(200);
    let unknown = (422, "phone_code_invalid");
    assert_eq!(bind(&person, &code).await.refusal(), unknown, "used");
    assert_eq!(bind(&person, &wechat.login_code(APPID, &wechat.person())).await.refusal(), unknown, "of wx.login");
    assert_eq!(bind(&person, &wechat.phone_code(OTHER_APPID, "13900002222")).await.refusal(), unknown, "elsewhere");
    let late = wechat.phone_code(APPID, "13900002222");
    wechat.advance(Duration::from_secs(300));
    assert_eq!(bind(&person, &late).await.refusal(), unknown, "too old");
    assert_eq!(phone_of(&app, &person).await, "13900001111");
}

#[rstest]
#[case::no_digits(json!({ "purePhoneNumber": "139****1111", "countryCode": "86" }))]
#[case::too_short(json!({ "purePhoneNumber": "139", "countryCode": 86 }))]
#[case::too_long(json!({ "purePhoneNumber": "1390000111122223333", "countryCode": 86 }))]
#[case::nothing(json!({}))]
#[tokio::test]
async fn a_phone_that_is_none_is_not_stored(#[case] info: Value) {
    let (wechat, app) = with_wechat().await;
    let person = app.newcomer().await;
    let body = json!({ "errcode": 0, "phone_info": info }).to_string();
    wechat.next(Endpoint::Phone, Turn::Body(body));
    let answer = bind(&person, &wechat.phone_code(APPID, "13900001111")).await;
    assert_eq!(answer.refusal(), (503, "wechat_unavailable"));
    assert_eq!(phone_of(&app, &person).await, person.phone);
}

#[tokio::test]
async fn only_a_person_binds_a_phone_and_only_with_a_registered_mini_program() {
    let (wechat, app) = with_wechat().await;
    let code = wechat.phone_code(APPID, "13900001111");
    let body = json!({ "appid": APPID, "code": code });
    assert_eq!(app.anonymous().post("/auth/wechat/phone", body.clone()).await.refusal(), (401, "unauthenticated"));
    let program = app.api_client(&app.community().await, &[]).await;
    assert_eq!(program.post("/auth/wechat/phone", body).await.refusal(), (403, "forbidden"));
    let other = json!({ "appid": "wx9999999999999999", "code": code });
    let answer = app.newcomer().await.post("/auth/wechat/phone", other).await;
    assert_eq!((answer.status, answer["/errors/0/code"].as_str()), (422, Some("unknown_app")));
    assert_eq!((wechat.asked(Endpoint::Phone), wechat.asked(Endpoint::StableToken)), (0, 0));
}
