//! Days on which WeChat is away, hangs up, or talks nonsense.

use std::time::Duration;

use rstest::rstest;
use support::wechat::{APPID, Endpoint, FakeWechat, Turn};
use support::{Answer, TestApp};

use super::{bind, login, refusal, signs_in, with_wechat};
use crate::auth::{me, refresh};

const AWAY: (u16, &str, &str) = (503, "wechat_unavailable", "5");

fn nonsense(length: usize) -> Turn {
    Turn::Body("x".repeat(length))
}

/// A siwei that waits for WeChat for 150 ms.
async fn in_a_hurry() -> (FakeWechat, TestApp) {
    let wechat = FakeWechat::start().await;
    let app = TestApp::with(|config| {
        wechat.configure(config);
        config.wechat.timeout_ms = 150;
    })
    .await;
    (wechat, app)
}

/// The bad days: nobody knows whether WeChat has done anything.
#[rstest]
#[case::gateway(Turn::Status(502))]
#[case::overloaded(Turn::Status(503))]
#[case::moved(Turn::Status(302))]
#[case::hangs_up(Turn::Reset)]
#[case::says_nothing_in_time(Turn::Late(Duration::from_millis(600)))]
#[case::cut_off(Turn::Body(r#"{"openid":"o123","session_"#.to_owned()))]
#[case::a_page_for_people(Turn::Body("<html>系统维护</html>".to_owned()))]
#[case::empty(Turn::Body(String::new()))]
#[case::of_another_shape(Turn::Body(r#"{"errcode":0,"errmsg":"ok"}"#.to_owned()))]
#[case::unreadable_code(Turn::Body(r#"{"errcode":{"a":1}}"#.to_owned()))]
#[case::endless(nonsense(200_000))]
#[tokio::test]
async fn a_code_is_not_spent_twice_and_the_caller_may_come_back(#[case] turn: Turn) {
    let (wechat, app) = in_a_hurry().await;
    wechat.always(Endpoint::Login, turn.clone());
    assert_eq!(refusal(&signs_in(&app, &wechat, &wechat.person()).await), AWAY);
    assert_eq!(wechat.asked(Endpoint::Login), 1, "the code may have been spent");

    wechat.always(Endpoint::Phone, turn.clone());
    let person = app.newcomer().await;
    assert_eq!(refusal(&bind(&person, &wechat.phone_code(APPID, "13900001111")).await), AWAY);
    assert_eq!(wechat.asked(Endpoint::Phone), 1, "the code may have been spent, and each one costs money");

    wechat.recover();
    signs_in(&app, &wechat, &wechat.person()).await.expect(200);
    bind(&person, &wechat.phone_code(APPID, "13900001111")).await.expect(200);
}

#[rstest]
#[case::gateway(Turn::Status(502))]
#[case::hangs_up(Turn::Reset)]
#[case::says_nothing_in_time(Turn::Late(Duration::from_millis(600)))]
#[case::nonsense(nonsense(10))]
#[tokio::test]
async fn a_token_is_asked_for_again_because_that_does_no_harm(#[case] turn: Turn) {
    let (wechat, app) = in_a_hurry().await;
    let person = app.newcomer().await;
    wechat.next(Endpoint::StableToken, turn.clone());
    wechat.next(Endpoint::StableToken, turn.clone());
    bind(&person, &wechat.phone_code(APPID, "13900001111")).await.expect(200);
    assert_eq!(wechat.asked(Endpoint::StableToken), 3);

    wechat.end_tokens(APPID);
    wechat.always(Endpoint::StableToken, turn);
    assert_eq!(refusal(&bind(&person, &wechat.phone_code(APPID, "13900002222")).await), AWAY);
    assert_eq!(wechat.asked(Endpoint::StableToken), 6);
}

/// What else there is to do goes on: public pages, signed-in people, their refresh.
async fn everything_else_goes_on(app: &TestApp, signed_in: &Answer) {
    let resident = app.resident(&app.given_grid().await).await;
    let community = resident.community.expect("no community");
    app.anonymous().get(format!("/communities/{community}/wall")).await.expect(200);
    resident.submits_wish("楼道灯坏了").await;
    me(app, &signed_in.string("accessToken")).await.expect(200);
    let next = refresh(app, &signed_in.string("refreshToken")).await.expect(200);
    me(app, &next.string("accessToken")).await.expect(200);
    app.fetch("/readyz").await.expect(200);
}

#[tokio::test]
async fn when_wechat_is_gone_only_signing_in_is() {
    let (wechat, app) = with_wechat().await;
    let signed_in = signs_in(&app, &wechat, &wechat.person()).await.expect(200);
    let code = wechat.login_code(APPID, &wechat.person());
    drop(wechat);
    assert_eq!(refusal(&login(&app, APPID, &code).await), AWAY);
    everything_else_goes_on(&app, &signed_in).await;
}

#[tokio::test]
async fn a_slow_wechat_holds_no_connection_to_the_database() {
    let wechat = FakeWechat::start().await;
    let app = TestApp::with(|config| {
        wechat.configure(config);
        config.wechat.timeout_ms = 5_000;
        config.database.max_connections = 1;
    })
    .await;
    let signed_in = signs_in(&app, &wechat, &wechat.person()).await.expect(200);
    wechat.always(Endpoint::Login, Turn::Late(Duration::from_secs(3)));
    wechat.always(Endpoint::StableToken, Turn::Late(Duration::from_secs(3)));
    let (stranger, newcomer) = (wechat.person(), app.newcomer().await);
    let code = wechat.phone_code(APPID, "13900001111");
    let waiting = async { futures_util::join!(signs_in(&app, &wechat, &stranger), bind(&newcomer, &code)) };
    tokio::select! {
        () = everything_else_goes_on(&app, &signed_in) => {}
        _ = waiting => panic!("the others waited for WeChat"),
    }
}
