//! WeChat's servers in the test's own process.

use std::ops::Deref;

use api::config::{Config, WechatApp, WechatMode};
use fake_wechat::Fake;
pub use fake_wechat::{Call, Callback, Endpoint, Pictures, Turn, Verdict, Wechatter, secret_of};

use crate::server::Server;

/// The mini-program that tests sign in with.
pub const APPID: &str = "wx0000000000000001";

/// Another mini-program of the same operator.
pub const OTHER_APPID: &str = "wx0000000000000002";

/// A running WeChat, spoken to as [`Fake`]. It goes when it is dropped.
pub struct FakeWechat {
    server: Server<Fake>,
}

impl FakeWechat {
    /// Starts one that knows both mini-programs.
    pub async fn start() -> Self {
        let server = Server::start(async |listener| {
            let fake = Fake::new(&[APPID, OTHER_APPID]);
            let server = fake.serve(listener)?;
            Ok((fake, server))
        });
        Self { server: server.await }
    }

    /// Its address, as in `http://127.0.0.1:40123`.
    pub fn base(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// Lets a siwei ask here: with short pauses and little patience.
    pub fn configure(&self, config: &mut Config) {
        config.wechat.mode = WechatMode::Live;
        config.wechat.base_url = self.base();
        config.wechat.timeout_ms = 1_000;
        config.wechat.retry_pause_ms = 1;
        let app = |appid: &str| (appid.to_owned(), WechatApp::new(secret_of(appid).into()));
        config.wechat.apps = [APPID, OTHER_APPID].into_iter().map(app).collect();
    }
}

impl Deref for FakeWechat {
    type Target = Fake;

    fn deref(&self) -> &Fake {
        &self.server.inside
    }
}
