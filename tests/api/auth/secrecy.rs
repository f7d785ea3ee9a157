//! What is secret or personal is not in the log, not even in its finest trace.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use support::wechat::{APPID, Endpoint, FakeWechat, Turn};
use support::{Log, TestApp};

use super::{by_password, me, post_as, refresh, sets_password};

const PASSWORD: &str = "correct horse battery";

/// Everything that goes wrong with WeChat, each once for every call.
fn bad_days() -> Vec<Turn> {
    vec![
        Turn::Code(-1),
        Turn::Code(40_029),
        Turn::Code(40_001),
        Turn::Code(99_999),
        Turn::Status(502),
        Turn::Reset,
        Turn::Late(Duration::from_millis(400)),
        Turn::Body("{".to_owned()),
    ]
}

struct Scene {
    wechat: FakeWechat,
    app: TestApp,
    secrets: Vec<(&'static str, String)>,
}

impl Scene {
    fn keep(&mut self, what: &'static str, secret: impl Into<String>) {
        self.secrets.push((what, secret.into()));
    }

    /// Signs in by WeChat, binds a phone, refreshes, signs out: on a good day and on every bad one.
    async fn people_come(&mut self) {
        for (number, turn) in [Turn::Usual].into_iter().chain(bad_days()).enumerate() {
            let person = self.wechat.person();
            self.keep("openid", &person.openid);
            self.keep("session_key", &person.session_key);
            let good = self.logs_in(&person).await;
            for endpoint in [Endpoint::Login, Endpoint::Phone, Endpoint::StableToken] {
                self.wechat.always(endpoint, turn.clone());
            }
            self.logs_in(&person).await;
            let phone = format!("1390000{:04}", 1_000 + number);
            let code = self.wechat.phone_code(APPID, &phone);
            let body = json!({ "appid": APPID, "code": code });
            post_as(&self.app, &good, "/auth/wechat/phone", body).await;
            self.keep("phone", phone);
            self.keep("phone code", code);
            self.wechat.recover();
        }
    }

    async fn logs_in(&mut self, person: &support::wechat::Wechatter) -> String {
        let code = self.wechat.login_code(APPID, person);
        let body = json!({ "appid": APPID, "code": code });
        self.keep("js_code", code);
        let answer = self.app.anonymous().post("/auth/wechat/login", body).await;
        if answer.status != 200 {
            return String::new();
        }
        let (access, token) = (answer.string("accessToken"), answer.string("refreshToken"));
        let next = refresh(&self.app, &token).await.expect(200);
        me(&self.app, &access).await.expect(200);
        self.keep("refresh token", token);
        self.keep("refresh token", next.string("refreshToken"));
        self.keep("access token", next.string("accessToken"));
        self.keep("access token", &access);
        access
    }

    /// Workers with passwords, and programs with keys.
    async fn desks_work(&mut self) {
        let grid = self.app.given_grid().await;
        let admin = self.app.admin(&grid).await;
        sets_password(&admin, PASSWORD).await;
        for guess in [PASSWORD, "wrong guess, four words", "another wrong guess"] {
            by_password(&self.app, &admin.phone, guess).await;
            self.keep("password", guess);
        }
        let body = json!({ "name": "热线", "scopes": ["wishes:read"] });
        let key = admin.post("/api-clients", body).await.expect(201).string("key");
        let program = self.app.anonymous().request(Method::GET, "/wishes").bearer(&key);
        program.send().await.expect(200);
        let author = self.app.resident(&grid).await;
        let url = author.post("/me/calendar-feeds", json!({ "name": "日历" })).await.expect(201).string("url");
        let address = url[url.find("/api/").expect("no address")..].to_owned();
        self.app.anonymous().get(&address).await.expect(200);
        self.keep("calendar", address.trim_end_matches(".ics").rsplit('/').next().expect("no token"));
        author.submits_wish("楼道灯坏了").await;
        let role = json!({ "phone": "13700009999", "name": "欧阳锦绣", "role": "grid_leader", "scopeId": grid.id });
        admin.post("/roles", role).await.expect(201);
        self.app.drain().await;
        self.keep("name", "欧阳锦绣");
        self.keep("phone", "13700009999");
        self.keep("api key", key.splitn(3, '_').last().expect("no secret"));
        for person in [admin, author] {
            self.keep("phone", person.phone);
            self.keep("name", person.name);
        }
    }
}

#[tokio::test]
async fn no_secret_and_nothing_personal_is_logged() {
    let log = Log::capture();
    let wechat = FakeWechat::start().await;
    let app = TestApp::with(|config| {
        wechat.configure(config);
        config.wechat.timeout_ms = 150;
    })
    .await;
    let mut scene = Scene { secrets: vec![("AppSecret", wechat.secret_of(APPID))], wechat, app };
    scene.people_come().await;
    scene.desks_work().await;
    for token in scene.wechat.tokens_of(APPID) {
        scene.keep("access_token of WeChat", token);
    }
    for key in scene.app.kernel().settings.secrets.vault_keys.values() {
        scene.secrets.push(("key", secrecy::ExposeSecret::expose_secret(key).to_owned()));
    }

    assert!(scene.secrets.len() > 60, "only {} secrets", scene.secrets.len());
    assert!(!log.lines_with("WeChat refuses").is_empty() && !log.lines_with("WeChat does not answer").is_empty());
    assert!(!log.lines_with("rid=").is_empty(), "WeChat's id of a call is worth keeping");
    for (what, secret) in &scene.secrets {
        let lines = log.lines_with(secret);
        assert!(lines.is_empty(), "{what} {secret} is in the log:\n{}", lines.join("\n"));
    }
}
