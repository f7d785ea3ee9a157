//! WeChat: its word on who somebody is (the person behind a login code, the phone behind a phone
//! code), messages through it, and what it pushes. Asked at WeChat's servers, or, in the sandbox,
//! read from the code itself.

mod answer;
pub mod callback;
mod client;
mod exchange;
mod fault;
mod landing;
mod message;
mod phone;
pub mod push;
pub mod safety;
mod sandbox;
mod shelf;
pub mod template;
mod token;

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use secrecy::{ExposeSecret, SecretString};

use crate::config::{WechatConfig, WechatMode};
use crate::error::{Code, Result};
use crate::kernel::Clock;
use client::Client;
use push::Push;
use safety::{NoOpinion, Opinion};
use template::book::Book;

pub use fault::Refusal;
pub use landing::{LINK_DAYS, Landing, Page};
pub use message::{Answered, Outgoing};
pub use sandbox::{APPID as SANDBOX_APPID, openid as sandbox_openid};
pub use shelf::Shelf;

/// Answers codes, takes messages, opens pushes.
pub struct Wechat {
    source: Source,
    templates: Book,
    pushes: BTreeMap<String, Push>,
}

enum Source {
    /// Codes say who somebody is; messages go to a WeChat that is none, where mini-programs are set up for it.
    Sandbox(Option<Client>),
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
    /// Takes the configured source; no call is made yet. Replicas share access tokens by the shelf.
    pub fn new(config: &WechatConfig, clock: Clock, shelf: Option<&Shelf>) -> anyhow::Result<Self> {
        let source = match config.mode {
            WechatMode::Sandbox if config.apps.is_empty() => Source::Sandbox(None),
            WechatMode::Sandbox => Source::Sandbox(Some(client(config, clock, shelf)?)),
            WechatMode::Live => Source::Live(client(config, clock, shelf)?),
        };
        Ok(Self { source, templates: Book::new(config)?, pushes: pushes(config)? })
    }

    /// The templates of messages.
    pub fn templates(&self) -> &Book {
        &self.templates
    }

    /// A mini-program's end of the callback, where it is set up.
    pub fn push(&self, appid: &str) -> Option<&Push> {
        self.pushes.get(appid)
    }

    /// Sends a message. In a sandbox without a mini-program nobody gets it, and all is well.
    pub async fn send(&self, message: &Outgoing<'_>) -> Answered {
        match &self.source {
            Source::Sandbox(None) => Answered::default(),
            Source::Sandbox(Some(client)) | Source::Live(client) => client.send(message).await.into(),
        }
    }

    /// What WeChat thinks of a text.
    ///
    /// # Errors
    /// Whether it is worth another try.
    pub async fn text_opinion(&self, appid: &str, openid: &SecretString, text: &str) -> Result<Opinion, NoOpinion> {
        self.client().ok_or(NoOpinion::Never(None))?.text_opinion(appid, openid, text).await
    }

    /// Has WeChat look at a picture under an address that it can reach; its opinion comes by a push with the name
    /// that is returned.
    ///
    /// # Errors
    /// Whether it is worth another try.
    pub async fn look_at_picture(&self, appid: &str, openid: &SecretString, url: &str) -> Result<String, NoOpinion> {
        self.client().ok_or(NoOpinion::Never(None))?.look_at_picture(appid, openid, url).await
    }

    fn client(&self) -> Option<&Client> {
        match &self.source {
            Source::Sandbox(client) => client.as_ref(),
            Source::Live(client) => Some(client),
        }
    }

    /// The mini-program of this appid, or the first one.
    ///
    /// # Errors
    /// `no_mini_program` where none is set up.
    fn program<'w>(&'w self, appid: Option<&'w str>) -> Result<(&'w Client, &'w str)> {
        let client = self.client().ok_or_else(|| Code::NoMiniProgram.error())?;
        let appid = appid.or(client.first()).ok_or_else(|| Code::NoMiniProgram.error())?;
        Ok((client, appid))
    }

    /// What tells a code from all others.
    ///
    /// # Errors
    /// `no_mini_program`, `unknown_app`.
    pub fn code_key(&self, appid: Option<&str>, landing: &Landing) -> Result<String> {
        let (client, appid) = self.program(appid)?;
        client.code_key(appid, landing)
    }

    /// A mini-program code as WeChat draws it.
    ///
    /// # Errors
    /// `no_mini_program`, `unknown_app`, `too_many_requests`, `wechat_unavailable`.
    pub async fn code(&self, appid: Option<&str>, landing: &Landing) -> Result<Vec<u8>> {
        let (client, appid) = self.program(appid)?;
        client.code(appid, landing).await
    }

    /// A link into a mini-program.
    ///
    /// # Errors
    /// `no_mini_program`, `unknown_app`, `too_many_requests`, `wechat_unavailable`.
    pub async fn link(&self, appid: Option<&str>, landing: &Landing) -> Result<String> {
        let (client, appid) = self.program(appid)?;
        client.link(appid, landing).await
    }

    /// Whether WeChat gives every mini-program its access token, for the operator: by appid, and
    /// with the refusal where there is one. Nobody is asked in the sandbox.
    pub async fn check(&self) -> Vec<(String, Option<Refusal>)> {
        match &self.source {
            Source::Sandbox(_) => Vec::new(),
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
            Source::Sandbox(_) => sandbox::user(code),
            Source::Live(client) => client.user(appid, code).await,
        }
    }

    /// The phone behind a code of the phone button (another code than that of `wx.login`).
    ///
    /// # Errors
    /// `phone_code_invalid`, `unknown_app`, `too_many_requests`, `wechat_unavailable`.
    pub async fn phone(&self, appid: &str, code: &SecretString) -> Result<SecretString> {
        match &self.source {
            Source::Sandbox(_) => sandbox::phone(code),
            Source::Live(client) => client.phone(appid, code).await,
        }
    }
}

fn client(config: &WechatConfig, clock: Clock, shelf: Option<&Shelf>) -> anyhow::Result<Client> {
    Client::new(config, clock, shelf).context("the client for WeChat cannot be built")
}

/// Refuses templates and message pushes that cannot work, and a sandbox that would write to real people.
///
/// # Errors
/// What is wrong, by the name of the setting.
pub fn check(config: &WechatConfig) -> anyhow::Result<()> {
    ensure!(
        config.mode == WechatMode::Live || config.apps.is_empty() || config.base_url.starts_with("http://"),
        "wechat.mode = sandbox with mini-programs needs the address of a fake as wechat.base_url, such as the one that \
         `siwei fake-wechat` prints"
    );
    Book::new(config)?;
    pushes(config).map(drop)
}

fn pushes(config: &WechatConfig) -> anyhow::Result<BTreeMap<String, Push>> {
    let mut pushes = BTreeMap::new();
    for (appid, app) in &config.apps {
        match (&app.push_token, &app.push_aes_key) {
            (Some(token), Some(key)) => {
                ensure!(!token.expose_secret().is_empty(), "wechat.apps.{appid}.push_token is empty");
                let push = Push::new(appid, token.clone(), key);
                let push = push.with_context(|| format!("wechat.apps.{appid}.push_aes_key is none"))?;
                pushes.insert(appid.clone(), push);
            }
            (None, None) => {}
            _ => bail!("wechat.apps.{appid}: push_token and push_aes_key belong together"),
        }
    }
    Ok(pushes)
}
