//! What WeChat pushes, and messages through it: `wechat.md` sections 1.4 and 2.

mod callback;
mod fake;
mod guards;
mod persons;
mod sending;
mod sharing;

use std::sync::Arc;
use std::time::Duration;

use api::config::{Config, WechatTemplate};
use api::wechat::push::{Push, Stamp};
use entity::wechat::{subscribe_message, wechat_event};
use reqwest::Method;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};
use support::wechat::{APPID, FakeWechat, Wechatter};
use support::{Answer, Grid, Person, TestApp};

/// What stands in the console.
pub const TOKEN: &str = "a-token-of-the-console";
pub const AES_KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

/// The template of each kind that tests send.
const UPDATE: &str = "template-update";
const DIGEST: &str = "template-digest";
const WAITING: &str = "template-waiting";

/// A siwei with a mini-program that has templates, and a callback unless a test says otherwise.
pub struct Scene {
    /// WeChat's servers.
    pub wechat: Arc<FakeWechat>,
    /// The siwei that asks there.
    pub app: TestApp,
    /// A grid of its community.
    pub grid: Grid,
}

fn templates(config: &mut Config) {
    let app = config.wechat.apps.get_mut(APPID).expect("no mini-program");
    let rows = [
        ("wish_update", UPDATE, [("thing1", "title"), ("time2", "time")]),
        ("waiting", WAITING, [("thing1", "title"), ("phrase2", "kind")]),
        ("digest", DIGEST, [("thing1", "title"), ("number2", "count")]),
    ];
    for (kind, id, data) in rows {
        let data = data.map(|(key, field)| (key.to_owned(), field.to_owned())).into();
        let template = WechatTemplate { id: id.to_owned(), page: "pages/wish/index?id={id}".to_owned(), data };
        app.templates.insert(kind.to_owned(), template);
    }
}

pub fn with_callback(config: &mut Config) {
    let app = config.wechat.apps.get_mut(APPID).expect("no mini-program");
    app.push_token = Some(TOKEN.into());
    app.push_aes_key = Some(AES_KEY.into());
}

impl Scene {
    pub async fn new() -> Self {
        Self::with(with_callback).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let wechat = Arc::new(FakeWechat::start().await);
        let app = TestApp::with(|config| {
            wechat.configure(config);
            templates(config);
            change(config);
        })
        .await;
        // A Thursday at noon: nobody is asleep.
        app.set_clock("2026-11-26T04:00:00Z");
        let grid = app.given_grid().await;
        Self { wechat, app, grid }
    }

    /// One more siwei, at the same hour.
    pub async fn replica(&self) -> TestApp {
        let replica = self.app.replica().await;
        replica.set_clock(&self.app.now().to_rfc3339());
        replica
    }

    /// A resident who uses the mini-program.
    pub async fn wechatter(&self) -> (Person, Wechatter) {
        let resident = self.app.resident(&self.grid).await;
        let wechatter = self.binds(&resident).await;
        (resident, wechatter)
    }

    /// Gives an account an openid, as signing in does, which opens the mini-program.
    pub async fn binds(&self, person: &Person) -> Wechatter {
        let wechatter = self.wechat.person();
        opens(&self.wechat, &wechatter).await;
        let (account, openid) = (person.account(), wechatter.openid.clone());
        let vault = &self.app.kernel().vault;
        let field = api::kernel::crypto::Field::OpenId;
        let now = self.app.now();
        self.app
            .row(entity::auth::wechat_identity::ActiveModel {
                id: sea_orm::Set(entity::ids::WechatIdentityId::new()),
                account_id: sea_orm::Set(account),
                appid: sea_orm::Set(APPID.to_owned()),
                openid_sealed: sea_orm::Set(vault.seal(field, &openid).expect("not sealed")),
                openid_blind: sea_orm::Set(vault.blind(field, &openid)),
                unionid_blind: sea_orm::Set(None),
                session_key_sealed: sea_orm::Set(None),
                created_at: sea_orm::Set(now),
                last_login_at: sea_orm::Set(now),
            })
            .await;
        wechatter
    }

    /// They agree to so many messages of a template, and siwei hears of it by the callback.
    async fn agrees(&self, wechatter: &Wechatter, template: &str, times: u32) {
        self.wechat.agree(&wechatter.openid, template, times);
        for time in 0..times {
            let popup = popup(&wechatter.openid, template, 1_000 + i64::from(time));
            assert_eq!(push(&self.app, &popup).await.text(), "success");
        }
        self.app.drain().await;
    }

    /// What became of all messages, the oldest first.
    async fn messages(&self) -> Vec<subscribe_message::Model> {
        let all = subscribe_message::Entity::find().order_by_asc(subscribe_message::Column::Id);
        all.all(&self.app.kernel().db).await.expect("no messages")
    }

    /// Their states.
    async fn states(&self) -> Vec<&'static str> {
        self.messages().await.into_iter().map(|row| row.status.as_str()).collect()
    }

    /// Messages that they may still get.
    async fn remaining(&self, person: &Person, template: &str) -> i64 {
        let items = person.get("/me/subscriptions").await.expect(200).items().to_vec();
        let one = items.into_iter().find(|one| one["templateId"] == template).expect("no such template");
        one["remaining"].as_i64().expect("no number")
    }

    /// A wish of theirs is approved, so that they are told.
    async fn approved(&self, author: &Person) {
        let wish = author.submits_wish("楼道灯坏了").await;
        let leader = self.app.grid_leader(&self.grid).await;
        let _ = leader.post(wish.path("approve"), json!({ "version": 1 })).await.expect(200);
    }

    async fn after(&self, wait: Duration) {
        self.app.advance(wait);
        self.app.drain().await;
    }
}

/// Somebody opens the mini-program.
pub async fn opens(wechat: &FakeWechat, person: &Wechatter) {
    let code = wechat.login_code(APPID, person);
    let url = format!(
        "{}/sns/jscode2session?appid={APPID}&secret={}&js_code={code}&grant_type=authorization_code",
        wechat.base(),
        wechat.secret_of(APPID)
    );
    let http = reqwest::Client::builder().no_proxy().build().expect("no HTTP client");
    let answer: Value = http.get(url).send().await.expect("no answer").json().await.expect("no JSON");
    assert_eq!(answer["openid"], person.openid.as_str());
}

fn popup(openid: &str, template: &str, second: i64) -> Value {
    subscription("subscribe_msg_popup_event", openid, template, "accept", second)
}

fn subscription(event: &str, openid: &str, template: &str, status: &str, second: i64) -> Value {
    json!({
        "ToUserName": "gh_1", "FromUserName": openid, "CreateTime": second, "MsgType": "event", "Event": event,
        "List": [{ "TemplateId": template, "SubscribeStatusString": status, "PopupScene": "0" }],
    })
}

/// How WeChat wraps a message: the query and the encrypted form.
fn wrapped(app: &TestApp, nonce: &str, message: &str) -> (String, String) {
    let push = Push::new(APPID, TOKEN.into(), &AES_KEY.into()).expect("no key");
    let timestamp = app.now().timestamp().to_string();
    let sealed = push.seal(Stamp { timestamp: &timestamp, nonce }, [7; 16], message.as_bytes());
    let (encrypted, signature) = sealed.expect("not sealed");
    let query = format!("timestamp={timestamp}&nonce={nonce}&encrypt_type=aes&openid=o&msg_signature={signature}");
    (query, encrypted)
}

/// WeChat pushes a message, as JSON.
async fn push(app: &TestApp, message: &Value) -> Answer {
    let (query, encrypted) = wrapped(app, "n1", &message.to_string());
    send(app, APPID, &query, json!({ "ToUserName": "gh_1", "Encrypt": encrypted }).to_string()).await
}

async fn send(app: &TestApp, appid: &str, query: &str, body: String) -> Answer {
    let request = app.outside(Method::POST, &format!("/wechat/callback/{appid}?{query}"));
    request.body("application/json", body).send_unchecked().await
}

async fn events(app: &TestApp) -> Vec<wechat_event::Model> {
    let all = wechat_event::Entity::find().order_by_asc(wechat_event::Column::Id);
    all.all(&app.kernel().db).await.expect("no events")
}
