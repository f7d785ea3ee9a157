//! The calls, with their retries: busy answers and time-outs again with a pause, a
//! refused token once with a new one, everything else never.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::{Client, RequestBuilder};
use secrecy::ExposeSecret;
use serde_json::json;

use super::answer::{self, Answer, Phone, Session, Token, unavailable};
use super::token::TokenKeeper;
use crate::config::{WechatApp, WechatConfig, WechatMode};
use crate::error::{Code, Error, Result};
use crate::kernel::Clock;

/// WeChat's "busy".
const BUSY: i64 = -1;

/// Codes that say that the access token is not valid (any more).
const BAD_TOKEN: [i64; 3] = [40001, 40014, 42001];

/// Pauses before another try.
const PAUSES: [Duration; 2] = [Duration::from_millis(300), Duration::from_millis(900)];

/// How codes of the sandbox begin.
const SANDBOX: &str = "sandbox:";

/// A person within a mini-program. Its `Debug` says nothing.
pub struct Identity {
    /// The mini-program.
    pub appid: String,
    /// The person.
    pub openid: String,
    /// The person, across the operator's programs.
    pub unionid: Option<String>,
    /// Never leaves the server.
    pub session_key: Option<String>,
}

/// WeChat's servers, or the sandbox in their place.
pub struct Wechat {
    mode: WechatMode,
    base: String,
    apps: BTreeMap<String, WechatApp>,
    tokens: BTreeMap<String, TokenKeeper>,
    http: Client,
    clock: Clock,
}

impl Wechat {
    /// Takes the configuration; nothing is asked yet.
    pub fn new(config: &WechatConfig, clock: Clock) -> anyhow::Result<Self> {
        let http = Client::builder().timeout(Duration::from_millis(config.timeout_ms)).build()?;
        let tokens = config.apps.keys().map(|appid| (appid.clone(), TokenKeeper::default())).collect();
        let base = config.base_url.trim_end_matches('/').to_owned();
        Ok(Self { mode: config.mode, base, apps: config.apps.clone(), tokens, http, clock })
    }

    /// Who is behind a login code.
    ///
    /// # Errors
    /// `wechat_code_invalid` for a code that is unknown, too old or used; `wechat_blocked`;
    /// `too_many_requests`; `wechat_unavailable` with `Retry-After`.
    pub async fn identify(&self, appid: &str, code: &str) -> Result<Identity> {
        if self.mode == WechatMode::Sandbox {
            let name = code.strip_prefix(SANDBOX).ok_or_else(|| Code::WechatCodeInvalid.error())?;
            let openid = format!("sandbox-{name}");
            return Ok(Identity { appid: "sandbox".to_owned(), openid, unionid: None, session_key: None });
        }
        let app = self.app(appid)?;
        let query = [
            ("appid", appid),
            ("secret", app.secret.expose_secret()),
            ("js_code", code),
            ("grant_type", "authorization_code"),
        ];
        // The code works once: a lost answer may have used it up, so only "busy" is tried again.
        let call = || self.http.get(self.url("/sns/jscode2session")).query(&query);
        let session: Session = match self.patiently("jscode2session", call, false).await? {
            Answer::Fine(value) => answer::fields(value, "jscode2session")?,
            Answer::Refused(code) => return Err(refusal(code)),
        };
        let Session { openid, unionid, session_key } = session;
        Ok(Identity { appid: appid.to_owned(), openid, unionid, session_key })
    }

    /// The phone behind a phone code, without the country code for China.
    ///
    /// # Errors
    /// As [`Self::identify`].
    pub async fn phone(&self, appid: &str, code: &str) -> Result<String> {
        if self.mode == WechatMode::Sandbox {
            let phone = code.strip_prefix(SANDBOX).filter(|phone| is_mobile(phone));
            return phone.map(ToOwned::to_owned).ok_or_else(|| Code::WechatCodeInvalid.error());
        }
        let body = json!({ "code": code });
        let phone: Phone =
            match self.with_token("getuserphonenumber", appid, "/wxa/business/getuserphonenumber", &body).await? {
                Answer::Fine(value) => answer::fields(value, "getuserphonenumber")?,
                Answer::Refused(code) => return Err(refusal(code)),
            };
        let country = answer::number(&phone.phone_info.country_code).unwrap_or(86);
        let number = phone.phone_info.pure_phone_number;
        Ok(if country == 86 { number } else { format!("+{country}{number}") })
    }

    /// A call with the mini-program's token; refused once, it is repeated with a new one.
    async fn with_token(
        &self,
        call: &'static str,
        appid: &str,
        path: &str,
        body: &serde_json::Value,
    ) -> Result<Answer> {
        let keeper = self.tokens.get(appid).ok_or_else(|| Code::UnknownApp.error())?;
        let token = keeper.get(self.clock.approximate(), self.fetch_token(appid)).await?;
        let send = |token: &str| {
            let token = token.to_owned();
            move || self.http.post(self.url(path)).query(&[("access_token", token.as_str())]).json(body)
        };
        match self.patiently(call, send(&token), true).await? {
            Answer::Refused(code) if BAD_TOKEN.contains(&code) => {
                keeper.expire(&token).await;
                let token = keeper.get(self.clock.approximate(), self.fetch_token(appid)).await?;
                match self.patiently(call, send(&token), true).await? {
                    Answer::Refused(code) if BAD_TOKEN.contains(&code) => {
                        tracing::error!(call, errcode = code, "wechat refuses a token that it has just issued");
                        Err(unavailable(anyhow::anyhow!("{call}: token refused twice")))
                    }
                    answer => Ok(answer),
                }
            }
            answer => Ok(answer),
        }
    }

    async fn fetch_token(&self, appid: &str) -> Result<(String, i64)> {
        let app = self.app(appid)?;
        let body = json!({
            "grant_type": "client_credential",
            "appid": appid,
            "secret": app.secret.expose_secret(),
            "force_refresh": false,
        });
        let call = || self.http.post(self.url("/cgi-bin/stable_token")).json(&body);
        match self.patiently("stable_token", call, true).await? {
            Answer::Fine(value) => {
                let token: Token = answer::fields(value, "stable_token")?;
                Ok((token.access_token, token.expires_in))
            }
            Answer::Refused(code) => {
                tracing::error!(
                    errcode = code,
                    "wechat issues no token: look at the appid, the secret and the allowed addresses"
                );
                Err(unavailable(anyhow::anyhow!("stable_token: {code}")))
            }
        }
    }

    /// Sends, and sends again after a pause while WeChat is busy (and, where a repeated
    /// call does no harm, when it did not answer).
    async fn patiently(
        &self,
        call: &'static str,
        request: impl Fn() -> RequestBuilder,
        repeatable: bool,
    ) -> Result<Answer> {
        for pause in PAUSES {
            match self.send(call, request()).await {
                Ok(Answer::Refused(BUSY | 44990 | 44991)) => {}
                Ok(answer) => return Ok(answer),
                Err(_) if repeatable => {}
                Err(error) => return Err(error),
            }
            tokio::time::sleep(pause).await;
        }
        match self.send(call, request()).await? {
            Answer::Refused(BUSY | 44990 | 44991) => Err(unavailable(anyhow::anyhow!("{call}: busy"))),
            answer => Ok(answer),
        }
    }

    async fn send(&self, call: &'static str, request: RequestBuilder) -> Result<Answer> {
        // The address carries secrets, so it must not reach the log through the error.
        let failed = |error: reqwest::Error| unavailable(anyhow::anyhow!("{call}: {}", error.without_url()));
        let response = request.send().await.map_err(failed)?;
        if !response.status().is_success() {
            return Err(unavailable(anyhow::anyhow!("{call}: HTTP {}", response.status())));
        }
        answer::read(&response.bytes().await.map_err(failed)?, call)
    }

    fn app(&self, appid: &str) -> Result<&WechatApp> {
        self.apps.get(appid).ok_or_else(|| Code::UnknownApp.into())
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// What a refusal of a code means for the one who sent it.
fn refusal(code: i64) -> Error {
    match code {
        40029 | 40163 | 40013 => Code::WechatCodeInvalid.into(),
        40226 => Code::WechatBlocked.into(),
        45011 => Code::TooManyRequests.error().retry_after(60),
        code => unavailable(anyhow::anyhow!("errcode {code}")),
    }
}

/// 11 digits that begin with 1.
pub fn is_mobile(phone: &str) -> bool {
    phone.len() == 11 && phone.starts_with('1') && phone.bytes().all(|byte| byte.is_ascii_digit())
}
