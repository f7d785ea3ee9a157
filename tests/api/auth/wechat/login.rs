//! `jscode2session`: who is behind a code, and every way in which WeChat does not say.

use std::time::Duration;

use entity::auth::{account, wechat_identity};
use entity::kernel::event;
use futures_util::future::join_all;
use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use support::TestApp;
use support::wechat::{APPID, Endpoint, OTHER_APPID, Turn};

use super::{bind, login, refusal, signs_in, with_wechat};

/// Section 1.1, then the generic codes of section 0. A code of `wx.login` works once, so only
/// what says clearly that nothing was done is asked again: -1 and the limit of a second.
#[rstest]
#[case::busy(-1, 2, (503, "wechat_unavailable", "5"))]
#[case::code_invalid(40_029, 1, (401, "wechat_code_invalid", ""))]
#[case::code_used(40_163, 1, (401, "wechat_code_invalid", ""))]
#[case::risky_person(40_226, 1, (403, "wechat_blocked", ""))]
#[case::limit_of_a_person(45_011, 1, (429, "too_many_requests", "60"))]
#[case::limit_of_a_second(44_990, 2, (429, "too_many_requests", "60"))]
#[case::limit_of_a_minute(44_991, 1, (429, "too_many_requests", "60"))]
#[case::limit_of_a_day(44_993, 1, (503, "wechat_unavailable", "60"))]
#[case::quota_of_a_day(45_009, 1, (503, "wechat_unavailable", "60"))]
#[case::wrong_secret(40_001, 1, (503, "wechat_unavailable", "60"))]
#[case::wrong_grant(40_002, 1, (503, "wechat_unavailable", "60"))]
#[case::appid_unknown(40_013, 1, (503, "wechat_unavailable", "60"))]
#[case::arguments(40_097, 1, (503, "wechat_unavailable", "60"))]
#[case::secret_invalid(40_125, 1, (503, "wechat_unavailable", "60"))]
#[case::address_not_listed(40_164, 1, (503, "wechat_unavailable", "60"))]
#[case::appid_missing(41_002, 1, (503, "wechat_unavailable", "60"))]
#[case::secret_missing(41_004, 1, (503, "wechat_unavailable", "60"))]
#[case::code_missing(41_008, 1, (503, "wechat_unavailable", "60"))]
#[case::wrong_method(43_002, 1, (503, "wechat_unavailable", "60"))]
#[case::empty(44_002, 1, (503, "wechat_unavailable", "60"))]
#[case::not_parsed(47_001, 1, (503, "wechat_unavailable", "60"))]
#[case::not_authorised(48_001, 1, (503, "wechat_unavailable", "60"))]
#[case::never_heard_of(99_999, 1, (503, "wechat_unavailable", "60"))]
#[tokio::test]
async fn what_wechat_says_is_passed_on(#[case] errcode: i64, #[case] asked: usize, #[case] told: (u16, &str, &str)) {
    let (wechat, app) = with_wechat().await;
    wechat.always(Endpoint::Login, Turn::Code(errcode));
    let answer = signs_in(&app, &wechat, &wechat.person()).await;
    assert_eq!((refusal(&answer), wechat.asked(Endpoint::Login)), (told, asked));
    assert_eq!(wechat.asked(Endpoint::StableToken), 0, "signing in needs no access token");
}

/// Some of WeChat's answers write the code as a string.
#[tokio::test]
async fn a_code_may_be_written_as_a_string() {
    let (wechat, app) = with_wechat().await;
    for (errcode, told) in [(40_163, (401, "wechat_code_invalid")), (40_226, (403, "wechat_blocked"))] {
        wechat.next(Endpoint::Login, Turn::TextCode(errcode));
        assert_eq!(signs_in(&app, &wechat, &wechat.person()).await.refusal(), told);
    }
    wechat.next(Endpoint::Login, Turn::TextCode(-1));
    signs_in(&app, &wechat, &wechat.person()).await.expect(200);
    let person = app.newcomer().await;
    wechat.next(Endpoint::StableToken, Turn::TextCode(-1));
    wechat.next(Endpoint::Phone, Turn::TextCode(42_001));
    bind(&person, &wechat.phone_code(APPID, "13900001111")).await.expect(200);
    assert_eq!((wechat.asked(Endpoint::Login), wechat.asked(Endpoint::StableToken)), (4, 3));
}

#[rstest]
#[case::busy(-1)]
#[case::limit_of_a_second(44_990)]
#[tokio::test]
async fn a_moment_of_business_is_waited_out(#[case] errcode: i64) {
    let (wechat, app) = with_wechat().await;
    wechat.next(Endpoint::Login, Turn::Code(errcode));
    signs_in(&app, &wechat, &wechat.person()).await.expect(200);
    assert_eq!(wechat.asked(Endpoint::Login), 2);
}

#[tokio::test]
async fn wechat_is_asked_as_it_wants_to_be_asked() {
    let (wechat, app) = with_wechat().await;
    let code = wechat.login_code(APPID, &wechat.person());
    let answer = login(&app, APPID, &code).await.expect(200);
    assert_eq!((answer["expiresIn"].as_i64(), answer["/account/phoneBound"].as_bool()), (Some(900), Some(false)));

    let asked = wechat.calls(Endpoint::Login);
    let sent = ["appid", "secret", "js_code", "grant_type"].map(|name| asked[0].parameter(name).to_owned());
    assert_eq!(sent, [APPID.to_owned(), wechat.secret_of(APPID), code, "authorization_code".to_owned()]);
    assert_eq!((asked[0].method.as_str(), asked[0].raw.as_str()), ("GET", ""));
}

#[tokio::test]
async fn a_code_works_once_for_five_minutes_in_its_own_mini_program() {
    let (wechat, app) = with_wechat().await;
    let person = wechat.person();
    let code = wechat.login_code(APPID, &person);
    login(&app, APPID, &code).await.expect(200);
    let unknown = (401, "wechat_code_invalid");
    assert_eq!(login(&app, APPID, &code).await.refusal(), unknown, "used");
    assert_eq!(login(&app, APPID, "0made-up").await.refusal(), unknown, "made up");
    let elsewhere = wechat.login_code(OTHER_APPID, &person);
    assert_eq!(login(&app, APPID, &elsewhere).await.refusal(), unknown, "of another mini-program");
    let (late, early) = (wechat.login_code(APPID, &person), wechat.login_code(APPID, &person));
    wechat.advance(Duration::from_secs(270));
    login(&app, APPID, &early).await.expect(200);
    wechat.advance(Duration::from_secs(30));
    assert_eq!(login(&app, APPID, &late).await.refusal(), unknown, "too old");

    let noted = event::Entity::find().filter(event::Column::Verb.eq("sign_in_failed"));
    assert_eq!(noted.count(&app.kernel().db).await.ok(), Some(4));
}

#[tokio::test]
async fn a_mini_program_that_is_not_registered_is_named_and_wechat_is_not_asked() {
    let (wechat, app) = with_wechat().await;
    let code = wechat.login_code(APPID, &wechat.person());
    let answer = login(&app, "wx9999999999999999", &code).await;
    assert_eq!(answer.refusal(), (422, "invalid"));
    assert_eq!((&answer["/errors/0/pointer"], &answer["/errors/0/code"]), (&"/appid".into(), &"unknown_app".into()));
    assert_eq!(wechat.asked(Endpoint::Login), 0);
}

async fn accounts(app: &TestApp) -> Option<u64> {
    account::Entity::find().count(&app.kernel().db).await.ok()
}

/// Guard: the unique key of appid and openid.
#[tokio::test]
async fn a_new_person_who_comes_twenty_times_at_once_has_one_account() {
    let (wechat, app) = with_wechat().await;
    let replica = app.replica().await;
    let person = wechat.person();
    let both = [&app, &replica];
    let answers = join_all((0..20).map(|turn| signs_in(both[turn % 2], &wechat, &person))).await;

    let first = answers[0]["/account/id"].clone();
    assert!(first.is_string());
    assert!(answers.iter().all(|answer| answer.status == 200 && answer["/account/id"] == first), "{answers:?}");
    assert_eq!(accounts(&app).await, Some(1));
    assert_eq!(wechat_identity::Entity::find().count(&app.kernel().db).await.ok(), Some(1));
}

#[tokio::test]
async fn one_code_sent_twice_at_once_signs_in_once() {
    let (wechat, app) = with_wechat().await;
    let code = wechat.login_code(APPID, &wechat.person());
    let taps = join_all((0..8).map(|_| login(&app, APPID, &code))).await;
    assert_eq!(taps.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(taps.iter().filter(|answer| answer.refusal() == (401, "wechat_code_invalid")).count(), 7);
}

#[tokio::test]
async fn a_person_of_two_mini_programs_of_one_operator_is_one_account() {
    let (wechat, app) = with_wechat().await;
    let person = wechat.person().with_unionid();
    let there = person.elsewhere();
    let here = signs_in(&app, &wechat, &person).await.expect(200);
    for _ in 0..2 {
        let other = login(&app, OTHER_APPID, &wechat.login_code(OTHER_APPID, &there)).await.expect(200);
        assert_eq!(other["/account/id"], here["/account/id"]);
    }
    assert_eq!(accounts(&app).await, Some(1));
    let stranger = login(&app, OTHER_APPID, &wechat.login_code(OTHER_APPID, &wechat.person())).await.expect(200);
    assert_ne!(stranger["/account/id"], here["/account/id"]);
}
