//! WeChat's servers, played by one of ours: what `wechat.md` section 2.2 asks of a fake. It
//! speaks as WeChat does (errors with HTTP 200, a `rid` in each, success without an `errcode`),
//! keeps WeChat's rules (codes work once and for five minutes, tokens end), says on demand
//! what WeChat says on bad days, and remembers what it was asked.
//!
//! Another call is a row in [`Endpoint`], a module that answers it, and, where it has a memory,
//! a field of `World`.

mod answers;
mod call;
mod login;
mod messages;
mod phone;
mod script;
mod socket;
mod tokens;
mod world;

use std::sync::Arc;
use std::time::Duration;

use actix_web::{App, HttpServer, web};
use api::config::{Config, WechatApp, WechatMode};
use serde_json::Value;

pub use call::{Call, Endpoint};
pub use login::Wechatter;
pub use script::Turn;

use crate::server::Server;
use world::World;

/// The mini-program that tests sign in with.
pub const APPID: &str = "wx0000000000000001";

/// Another mini-program of the same operator.
pub const OTHER_APPID: &str = "wx0000000000000002";

/// A running WeChat. It goes when it is dropped.
pub struct FakeWechat {
    server: Server<Arc<World>>,
}

impl FakeWechat {
    /// Starts one that knows both mini-programs.
    pub async fn start() -> Self {
        let server = Server::start(async |listener| {
            let world = Arc::new(World::new([APPID, OTHER_APPID]));
            let data = web::Data::from(Arc::clone(&world));
            let app = move || App::new().app_data(data.clone()).default_service(web::to(answers::answer));
            let server = HttpServer::new(app).workers(1).on_connect(socket::remember).disable_signals();
            Ok((world, server.listen(listener)?.run()))
        });
        Self { server: server.await }
    }

    /// Lets a siwei ask here: with short pauses and little patience.
    pub fn configure(&self, config: &mut Config) {
        config.wechat.mode = WechatMode::Live;
        config.wechat.base_url = format!("http://{}", self.server.address);
        config.wechat.timeout_ms = 1_000;
        config.wechat.retry_pause_ms = 1;
        let app = |appid: &str| (appid.to_owned(), WechatApp::new(world::secret_of(appid).into()));
        config.wechat.apps = [APPID, OTHER_APPID].into_iter().map(app).collect();
    }

    /// The AppSecret of a mini-program.
    pub fn secret_of(&self, appid: &str) -> String {
        world::secret_of(appid)
    }

    /// A person of WeChat whom nobody knows yet.
    pub fn person(&self) -> Wechatter {
        self.world().person()
    }

    /// A code of `wx.login`.
    pub fn login_code(&self, appid: &str, person: &Wechatter) -> String {
        self.world().login_code(appid, person)
    }

    /// A code of the phone button, for a number in mainland China.
    pub fn phone_code(&self, appid: &str, phone: &str) -> String {
        self.phone_code_abroad(appid, phone, "86".into())
    }

    /// A code of the phone button; WeChat writes the country's code as a string or as a number.
    pub fn phone_code_abroad(&self, appid: &str, phone: &str, country: Value) -> String {
        self.world().phone_code(appid, phone, country)
    }

    /// Somebody agrees to so many messages of a template.
    pub fn agree(&self, openid: &str, template: &str, times: u32) {
        self.world().messages().agree(openid, template, times);
    }

    /// Nobody has agreed to anything any more, and siwei is not told.
    pub fn end_grants(&self) {
        self.world().messages().end_grants();
    }

    /// The messages that it has taken, as they were sent.
    pub fn messages(&self) -> Vec<Value> {
        self.world().messages().sent()
    }

    /// What the next call is answered with, before what is said here later.
    pub fn next(&self, endpoint: Endpoint, turn: Turn) {
        self.world().script().next(endpoint, turn);
    }

    /// What every call is answered with from now on.
    pub fn always(&self, endpoint: Endpoint, turn: Turn) {
        self.world().script().always(endpoint, turn);
    }

    /// Back to ordinary days.
    pub fn recover(&self) {
        self.world().script().clear();
    }

    /// Ends the access tokens of a mini-program, as when somebody else has fetched one by force.
    pub fn end_tokens(&self, appid: &str) {
        self.world().tokens().end(appid);
    }

    /// The access tokens of a mini-program that have been given out, the oldest first.
    pub fn tokens_of(&self, appid: &str) -> Vec<String> {
        self.world().tokens().given_out(appid)
    }

    /// Seconds that access tokens live from now on.
    pub fn set_token_life(&self, seconds: i64) {
        self.world().tokens().life = seconds;
    }

    /// Moves WeChat's clock forward.
    pub fn advance(&self, by: Duration) {
        self.world().clock.advance(chrono::Duration::from_std(by).expect("no such long time"));
    }

    /// What it was asked, in order.
    pub fn calls(&self, endpoint: Endpoint) -> Vec<Call> {
        self.world().calls().iter().filter(|call| call.endpoint == Some(endpoint)).cloned().collect()
    }

    /// How often it was asked.
    pub fn asked(&self, endpoint: Endpoint) -> usize {
        self.calls(endpoint).len()
    }

    fn world(&self) -> &World {
        &self.server.inside
    }
}
