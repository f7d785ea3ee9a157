//! WeChat's word on who somebody is: the person behind a login code, the phone behind a
//! phone code. Asked at WeChat's servers, or, in the sandbox, read from the code itself.

mod answer;
mod client;
mod fault;
pub mod push;
mod sandbox;
pub mod template;
mod token;

use anyhow::Context;
use secrecy::SecretString;

use crate::config::{WechatConfig, WechatMode};
use crate::error::Result;
use crate::kernel::Clock;
use client::Client;

pub use fault::Refusal;
pub use sandbox::{APPID as SANDBOX_APPID, openid as sandbox_openid};

/// Answers codes.
pub struct Wechat {
    source: Source,
}

enum Source {
    Sandbox,
    Live(Client),
}

/// Somebody within a mini-program.
#[derive(Clone, Debug)]
pub struct WechatUser {
    /// The mini-program.
    pub appid: String,
    /// The person's id within the mini-program.
    pub openid: SecretString,
    /// The person's id across the mini-programs of one operator, where there is one.
    pub unionid: Option<SecretString>,
}

impl Wechat {
    /// Takes the configured source; no call is made yet.
    pub fn new(config: &WechatConfig, clock: Clock) -> anyhow::Result<Self> {
        let source = match config.mode {
            WechatMode::Sandbox => Source::Sandbox,
            WechatMode::Live => {
                Source::Live(Client::new(config, clock).context("the client for WeChat cannot be built")?)
            }
        };
        Ok(Self { source })
    }

    /// Whether WeChat gives every mini-program its access token, for the operator: by appid, and
    /// with the refusal where there is one. Nobody is asked in the sandbox.
    pub async fn check(&self) -> Vec<(String, Option<Refusal>)> {
        match &self.source {
            Source::Sandbox => Vec::new(),
            Source::Live(client) => {
                let checked = client.check().await.into_iter();
                checked.map(|(appid, outcome)| (appid, outcome.err().map(Refusal::from))).collect()
            }
        }
    }

    /// The person behind a code of `wx.login`, which works once and for five minutes.
    ///
    /// # Errors
    /// `wechat_code_invalid`, `wechat_blocked`, `unknown_app`, `too_many_requests`, `wechat_unavailable`.
    pub async fn user(&self, appid: &str, code: &SecretString) -> Result<WechatUser> {
        match &self.source {
            Source::Sandbox => sandbox::user(code),
            Source::Live(client) => client.user(appid, code).await,
        }
    }

    /// The phone behind a code of the phone button (another code than that of `wx.login`).
    ///
    /// # Errors
    /// `phone_code_invalid`, `unknown_app`, `too_many_requests`, `wechat_unavailable`.
    pub async fn phone(&self, appid: &str, code: &SecretString) -> Result<SecretString> {
        match &self.source {
            Source::Sandbox => sandbox::phone(code),
            Source::Live(client) => client.phone(appid, code).await,
        }
    }
}
