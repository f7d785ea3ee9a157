//! The sandbox, in which a code says who it is: only for demos and tests.

use support::wechat::{APPID, Endpoint, FakeWechat};
use support::{Program, TestApp};

use super::login;
use crate::auth::sandbox;

#[tokio::test]
async fn in_the_sandbox_a_code_says_who_it_is_and_wechat_is_not_asked() {
    let wechat = FakeWechat::start().await;
    let app = TestApp::with(|config| {
        wechat.configure(config);
        config.wechat.mode = api::config::WechatMode::Sandbox;
    })
    .await;
    let first = sandbox(&app, "王秀兰").await.expect(200);
    assert_eq!(sandbox(&app, "王秀兰").await.expect(200)["/account/id"], first["/account/id"]);
    assert_ne!(sandbox(&app, "李德福").await.expect(200)["/account/id"], first["/account/id"]);
    for wrong in ["sandbox:", "王秀兰", "sandbox:\u{7}", "081xyz"] {
        assert_eq!(login(&app, APPID, wrong).await.status / 100, 4, "{wrong:?}");
    }
    assert_eq!(wechat.asked(Endpoint::Login), 0);
}

#[tokio::test]
async fn outside_the_sandbox_its_codes_are_codes_like_any_other() {
    let wechat = FakeWechat::start().await;
    let app = TestApp::with(|config| wechat.configure(config)).await;
    assert_eq!(login(&app, APPID, "sandbox:王秀兰").await.refusal(), (401, "wechat_code_invalid"));
    assert_eq!(wechat.asked(Endpoint::Login), 1);
}

#[tokio::test]
async fn production_does_not_start_with_the_sandbox_nor_with_an_open_road_to_wechat() {
    let app = TestApp::spawn().await;
    let production = || {
        Program::new(env!("CARGO_BIN_EXE_siwei-under-test"), &["serve", "--listen", "127.0.0.1:0"])
            .on(&app)
            .with("SIWEI__ENVIRONMENT", "production")
    };
    let refused = production().run();
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("wechat.mode = sandbox"), "{refused:?}");

    let open = production().with("SIWEI__WECHAT__MODE", "live").with("SIWEI__WECHAT__BASE_URL", "http://wechat").run();
    assert_eq!(open.code, 1, "{open:?}");
    assert!(open.err.contains("wechat.base_url must be https"), "{open:?}");
}
