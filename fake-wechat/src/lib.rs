//! WeChat's servers, played by one of ours. It speaks as WeChat does (errors with HTTP 200, a `rid` in each,
//! success without an `errcode`), keeps WeChat's rules (codes work once and for five minutes, tokens end,
//! a message needs a grant), says on demand what WeChat says on bad days, and remembers what it was asked.
//!
//! Tests run it in their own process and speak to [`Fake`]; `siwei fake-wechat` runs it as a program, which
//! takes the same orders as JSON at `/fake-wechat/control`; the demo mounts it in siwei itself. It knows nothing
//! of siwei: where both must agree, as in what is signed and encrypted, each has it from WeChat's pages.
//!
//! Another call is a row in [`Endpoint`], a module that answers it, and, where it has a memory,
//! a field of `World`.

mod answers;
mod call;
mod clock;
mod control;
mod links;
mod login;
mod messages;
mod page;
mod phone;
mod pictures;
mod push;
mod refusal;
mod script;
mod socket;
mod texts;
mod tokens;
mod verdict;
mod world;

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::{App, HttpServer, web};
use serde_json::Value;

pub use call::{Call, Endpoint, PREFIX};
pub use login::Wechatter;
pub use pictures::Pictures;
pub use push::{Callback, Pushed, Sealed};
pub use script::Turn;
pub use verdict::{DOUBTFUL, FORBIDDEN, Verdict};
pub use world::secret_of;

use world::World;

/// What openids of demos begin with.
const DEMO: &str = "sandbox-";

/// People of a demo sign in without WeChat: they are always there, and have agreed to every message.
fn is_of_a_demo(openid: &str) -> bool {
    openid.starts_with(DEMO)
}

/// A WeChat; a copy is the same one.
#[derive(Clone)]
pub struct Fake(Arc<World>);

impl Fake {
    /// One that knows these mini-programs, each by the secret of [`secret_of`].
    pub fn new(appids: &[&str]) -> Self {
        Self(Arc::new(World::new(appids)))
    }

    /// Serves it on an open listener until it is stopped.
    ///
    /// # Errors
    /// When the listener cannot be used.
    pub fn serve(&self, listener: TcpListener) -> std::io::Result<Server> {
        let fake = self.clone();
        let app = move || {
            let data = web::Data::from(Arc::clone(&fake.0));
            App::new().app_data(data).default_service(web::to(answers::answer))
        };
        let server = HttpServer::new(app).workers(1).on_connect(socket::remember).disable_signals();
        Ok(server.listen(listener)?.run())
    }

    /// Mounts it in another server, under [`PREFIX`].
    pub fn mount(&self, config: &mut web::ServiceConfig) {
        let data = web::Data::from(Arc::clone(&self.0));
        config.service(web::scope(PREFIX).app_data(data).default_service(web::to(answers::answer)));
    }

    /// The AppSecret of a mini-program.
    pub fn secret_of(&self, appid: &str) -> String {
        secret_of(appid)
    }

    /// A person of WeChat whom nobody knows yet.
    pub fn person(&self) -> Wechatter {
        self.0.person()
    }

    /// A code of `wx.login`.
    pub fn login_code(&self, appid: &str, person: &Wechatter) -> String {
        self.0.login_code(appid, person)
    }

    /// A code of the phone button, for a number in mainland China.
    pub fn phone_code(&self, appid: &str, phone: &str) -> String {
        self.phone_code_abroad(appid, phone, "86".into())
    }

    /// A code of the phone button; WeChat writes the country's code as a string or as a number.
    pub fn phone_code_abroad(&self, appid: &str, phone: &str, country: Value) -> String {
        self.0.phone_code(appid, phone, country)
    }

    /// Somebody agrees to so many messages of a template.
    pub fn agree(&self, openid: &str, template: &str, times: u32) {
        self.0.messages().agree(openid, template, times);
    }

    /// Nobody has agreed to anything any more, and siwei is not told.
    pub fn end_grants(&self) {
        self.0.messages().end_grants();
    }

    /// The messages that it has taken, as they were sent.
    pub fn messages(&self) -> Vec<Value> {
        self.0.messages().sent().iter().map(|sent| sent.body.clone()).collect()
    }

    /// How pictures are judged from now on.
    pub fn judge_pictures(&self, how: Pictures) {
        *self.0.pictures() = how;
    }

    /// Where a mini-program's server hears of events.
    pub fn set_callback(&self, appid: &str, callback: Callback) {
        self.0.callbacks().insert(appid.to_owned(), callback);
    }

    /// An event as WeChat would put it on the wire now; nothing without a callback.
    pub fn sealed(&self, appid: &str, event: &Value) -> Option<Sealed> {
        self.0.callbacks().get(appid)?.seal(appid, event, self.0.clock.now())
    }

    /// Tells a mini-program's server of an event, as often as WeChat would.
    pub async fn push(&self, appid: &str, event: &Value) {
        self.0.push(appid, event).await;
    }

    /// The events that were told, and what came back.
    pub fn pushed(&self) -> Vec<Pushed> {
        self.0.pushed().clone()
    }

    /// What the next call is answered with, before what is said here later.
    pub fn next(&self, endpoint: Endpoint, turn: Turn) {
        self.0.script().next(endpoint, turn);
    }

    /// What every call is answered with in which `needle` stands.
    pub fn whenever(&self, endpoint: Endpoint, needle: &str, turn: Turn) {
        self.0.script().whenever(endpoint, needle.to_owned(), turn);
    }

    /// What every call is answered with from now on.
    pub fn always(&self, endpoint: Endpoint, turn: Turn) {
        self.0.script().always(endpoint, turn);
    }

    /// Back to ordinary days.
    pub fn recover(&self) {
        self.0.script().clear();
    }

    /// Ends the access tokens of a mini-program, as when somebody else has fetched one by force.
    pub fn end_tokens(&self, appid: &str) {
        self.0.tokens().end(appid);
    }

    /// The access tokens of a mini-program that have been given out, the oldest first.
    pub fn tokens_of(&self, appid: &str) -> Vec<String> {
        self.0.tokens().given_out(appid)
    }

    /// Seconds that access tokens live from now on.
    pub fn set_token_life(&self, seconds: i64) {
        self.0.tokens().life = seconds;
    }

    /// Moves WeChat's clock forward.
    pub fn advance(&self, by: Duration) {
        self.0.clock.advance(by);
    }

    /// What it was asked, in order.
    pub fn calls(&self, endpoint: Endpoint) -> Vec<Call> {
        self.0.calls().iter().filter(|call| call.endpoint == Some(endpoint)).cloned().collect()
    }

    /// How often it was asked.
    pub fn asked(&self, endpoint: Endpoint) -> usize {
        self.calls(endpoint).len()
    }
}
