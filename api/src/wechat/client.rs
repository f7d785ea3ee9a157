//! The calls to WeChat's servers, with their time-outs and second tries.

mod checks;

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::redirect::Policy;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::WechatUser;
use super::answer::{LinkAnswer, SessionAnswer, TokenAnswer};
use super::exchange::{answer, picture};
use super::fault::{Call, Fault};
use super::landing::{Landing, Pages};
use super::message::{Outgoing, SentAnswer};
use super::phone::{PhoneAnswer, dialled};
use super::shelf::Shelf;
use super::token::{Fetched, TokenKeeper};
use crate::config::WechatConfig;
use crate::error::{Code, Result};
use crate::kernel::Clock;

/// A client of WeChat's servers.
pub struct Client {
    http: reqwest::Client,
    base: String,
    pause: Duration,
    clock: Clock,
    apps: BTreeMap<String, MiniProgram>,
}

/// One mini-program.
struct MiniProgram {
    appid: String,
    secret: SecretString,
    pages: Pages,
    token: TokenKeeper,
}

impl Client {
    /// A client of the configured servers and mini-programs.
    pub fn new(config: &WechatConfig, clock: Clock, shelf: Option<&Shelf>) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_millis(config.timeout_ms))
            .redirect(Policy::none())
            .build()?;
        let apps = config.apps.iter().map(|(appid, app)| {
            let (appid, secret) = (appid.clone(), app.secret.clone());
            let token = TokenKeeper::new(&appid, shelf.cloned());
            Ok((appid.clone(), MiniProgram { appid, secret, pages: Pages::new(app)?, token }))
        });
        Ok(Self {
            http,
            base: config.base_url.trim_end_matches('/').to_owned(),
            pause: Duration::from_millis(config.retry_pause_ms),
            clock,
            apps: apps.collect::<anyhow::Result<_>>()?,
        })
    }

    /// `jscode2session`. A code works once, so only a clear "busy" is worth a second try.
    pub async fn user(&self, appid: &str, code: &SecretString) -> Result<WechatUser> {
        let app = self.app(appid)?;
        let ask = async || {
            let request = self.http.get(self.address("/sns/jscode2session")).query(&[
                ("appid", app.appid.as_str()),
                ("secret", app.secret.expose_secret()),
                ("js_code", code.expose_secret()),
                ("grant_type", "authorization_code"),
            ]);
            answer::<SessionAnswer>(Call::Login, request).await
        };
        let session = self.patiently(1, Fault::is_busy, ask).await.map_err(|fault| fault.into_error(Call::Login))?;
        Ok(WechatUser { appid: app.appid.clone(), openid: session.openid, unionid: session.unionid })
    }

    /// `getuserphonenumber`: eleven digits, or the digits behind a plus and the country's code.
    pub async fn phone(&self, appid: &str, code: &SecretString) -> Result<SecretString> {
        let app = self.app(appid)?;
        let ask = async |token: SecretString| {
            let request = self
                .http
                .post(self.address("/wxa/business/getuserphonenumber"))
                .query(&[("access_token", token.expose_secret())])
                .json(&json!({ "code": code.expose_secret() }));
            answer::<PhoneAnswer>(Call::Phone, request).await
        };
        let answer = self.with_patience(app, ask).await.map_err(|fault| fault.into_error(Call::Phone))?;
        dialled(&answer.phone_info)
    }

    /// `message/subscribe/send`: WeChat's id of the message, where it says one.
    pub async fn send(&self, message: &Outgoing<'_>) -> Result<Option<String>, Fault> {
        let app = self.apps.get(message.appid).ok_or_else(|| Fault::silent("the mini-program is not set up"))?;
        let body = message.body();
        let ask = async |token: SecretString| {
            let request = self
                .http
                .post(self.address("/cgi-bin/message/subscribe/send"))
                .query(&[("access_token", token.expose_secret())])
                .json(&body);
            answer::<SentAnswer>(Call::Message, request).await
        };
        Ok(self.with_token(app, ask).await?.msgid)
    }

    /// What tells a code from all others.
    pub fn code_key(&self, appid: &str, landing: &Landing) -> Result<String> {
        Ok(format!("{appid}/{}", self.app(appid)?.pages.key(landing)))
    }

    /// `getwxacodeunlimit`: a picture, in a format of WeChat's choice.
    pub async fn code(&self, appid: &str, landing: &Landing) -> Result<Vec<u8>> {
        let app = self.app(appid)?;
        let asked = app.pages.code(landing);
        let ask = async |token: SecretString| {
            let request = self
                .http
                .post(self.address("/wxa/getwxacodeunlimit"))
                .query(&[("access_token", token.expose_secret())])
                .json(&asked);
            picture(Call::Code, request).await
        };
        self.with_patience(app, ask).await.map_err(|fault| fault.into_error(Call::Code))
    }

    /// `generate_urllink`: a link that opens the mini-program from a browser or a text message.
    pub async fn link(&self, appid: &str, landing: &Landing) -> Result<String> {
        let app = self.app(appid)?;
        let asked = app.pages.link(landing);
        let ask = async |token: SecretString| {
            let request = self
                .http
                .post(self.address("/wxa/generate_urllink"))
                .query(&[("access_token", token.expose_secret())])
                .json(&asked);
            answer::<LinkAnswer>(Call::Link, request).await
        };
        let link = self.with_patience(app, ask).await.map_err(|fault| fault.into_error(Call::Link))?;
        Ok(link.url_link)
    }

    /// The first mini-program of the configuration.
    pub fn first(&self) -> Option<&str> {
        self.apps.keys().next().map(String::as_str)
    }

    /// Makes a call with the access token, and once more when WeChat is busy.
    async fn with_patience<T>(
        &self,
        app: &MiniProgram,
        ask: impl AsyncFn(SecretString) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let patient =
            async |token: SecretString| self.patiently(1, Fault::is_busy, async || ask(token.clone()).await).await;
        self.with_token(app, patient).await
    }

    /// Makes a call with the access token; if the token is refused, once more with a new one.
    /// Never forces WeChat to make a new one: that would take it from all other replicas.
    async fn with_token<T>(
        &self,
        app: &MiniProgram,
        ask: impl AsyncFn(SecretString) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let token = self.token(app).await?;
        match ask(token.clone()).await {
            Err(fault) if fault.is_bad_token() => {
                app.token.drop_failed(&token).await;
                let again = ask(self.token(app).await?).await;
                if again.as_ref().is_err_and(Fault::is_bad_token) {
                    tracing::error!(
                        appid = app.appid,
                        "WeChat refuses a new access token: does somebody else fetch tokens for this appid?"
                    );
                }
                again
            }
            outcome => outcome,
        }
    }

    /// Asks for the access token of every mini-program, and says of each whether WeChat gave it.
    pub async fn check(&self) -> Vec<(String, Result<(), Fault>)> {
        let mut checked = Vec::new();
        for app in self.apps.values() {
            checked.push((app.appid.clone(), self.fetch_token(app).await.map(drop)));
        }
        checked
    }

    async fn token(&self, app: &MiniProgram) -> Result<SecretString, Fault> {
        app.token.get(self.clock.approximate(), async || self.fetch_token(app).await).await
    }

    /// `stable_token` in its normal mode, which gives every replica the same token.
    async fn fetch_token(&self, app: &MiniProgram) -> Result<Fetched, Fault> {
        let ask = async || {
            let request = self.http.post(self.address("/cgi-bin/stable_token")).json(&json!({
                "grant_type": "client_credential",
                "appid": app.appid,
                "secret": app.secret.expose_secret(),
                "force_refresh": false,
            }));
            answer::<TokenAnswer>(Call::Token, request).await
        };
        let again = |fault: &Fault| fault.is_busy() || fault.is_silent();
        let answer = self.patiently(2, again, ask).await?;
        Ok(Fetched { token: answer.access_token, seconds: answer.expires_in })
    }

    /// Asks up to `tries` times more, with doubling pauses, while `again` says that it is worth it.
    async fn patiently<T>(
        &self,
        mut tries: u32,
        again: impl Fn(&Fault) -> bool,
        ask: impl AsyncFn() -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut pause = self.pause;
        loop {
            match ask().await {
                Err(fault) if tries > 0 && again(&fault) => {
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                    tries -= 1;
                }
                outcome => return outcome,
            }
        }
    }

    fn app(&self, appid: &str) -> Result<&MiniProgram> {
        self.apps.get(appid).ok_or_else(|| Code::Invalid.error().at("/appid", Code::UnknownApp))
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}
