//! Who is asking: every way in, what the tokens are worth, and every way out.

mod bearer;
mod clients;
mod password;
mod phone;
mod refresh;
mod roles;
mod secrecy;
mod sessions;
mod wechat;

use serde_json::{Value, json};
use support::{Answer, Person, TestApp};

/// Signs in as somebody of the sandbox.
async fn sandbox(app: &TestApp, name: &str) -> Answer {
    let code = json!({ "appid": "sandbox", "code": format!("sandbox:{name}") });
    app.anonymous().post("/auth/wechat/login", code).await
}

/// Exchanges a refresh token.
async fn refresh(app: &TestApp, token: &str) -> Answer {
    app.anonymous().post("/auth/refresh", json!({ "refreshToken": token })).await
}

/// Asks for the own data with this access token.
async fn me(app: &TestApp, token: &str) -> Answer {
    let request = app.anonymous().request(reqwest::Method::GET, "/me");
    request.bearer(token).send().await
}

/// Sends a body with this access token.
async fn post_as(app: &TestApp, token: &str, path: &str, body: Value) -> Answer {
    app.anonymous().request(reqwest::Method::POST, path).bearer(token).json(&body).send().await
}

/// Sets the password of somebody at a desk.
async fn sets_password(person: &Person, password: &str) {
    person.put("/auth/password", json!({ "newPassword": password })).await.expect(204);
}

/// Signs in by phone and password.
async fn by_password(app: &TestApp, phone: &str, password: &str) -> Answer {
    app.anonymous().post("/auth/password/login", json!({ "phone": phone, "password": password })).await
}
