//! Signing in by WeChat's servers, as the fake plays them: `wechat.md` sections 0 to 1.3.

mod away;
mod login;
mod phone;
mod sandbox;
mod token;

use serde_json::json;
use support::wechat::{APPID, FakeWechat, Wechatter};
use support::{Answer, Person, TestApp};

/// WeChat, and a siwei that asks it.
async fn with_wechat() -> (FakeWechat, TestApp) {
    let wechat = FakeWechat::start().await;
    let app = TestApp::with(|config| wechat.configure(config)).await;
    (wechat, app)
}

/// Signs in with a code.
async fn login(app: &TestApp, appid: &str, code: &str) -> Answer {
    app.anonymous().post("/auth/wechat/login", json!({ "appid": appid, "code": code })).await
}

/// Signs in with a new code.
async fn signs_in(app: &TestApp, wechat: &FakeWechat, person: &Wechatter) -> Answer {
    login(app, APPID, &wechat.login_code(APPID, person)).await
}

/// Binds a phone with a code.
async fn bind(person: &Person, code: &str) -> Answer {
    person.post("/auth/wechat/phone", json!({ "appid": APPID, "code": code })).await
}

/// What a refusal says: status, code, and when to come back.
fn refusal(answer: &Answer) -> (u16, &str, &str) {
    (answer.status, answer.code(), answer.header("retry-after"))
}
