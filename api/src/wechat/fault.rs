//! What can go wrong with WeChat, what is worth another try, and what the caller is told.

use crate::error::{Code, Error};

/// Seconds after which a caller may come back when WeChat was silent or busy.
const SOON: u64 = 5;

/// Seconds after which a caller may come back when a quota of a minute is used up.
const NEXT_MINUTE: u64 = 60;

/// Somebody has not opened the mini-program for two hours.
const NOT_THERE: i64 = 61_010;

/// The calls that siwei makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// `jscode2session`.
    Login,
    /// `stable_token`.
    Token,
    /// `getuserphonenumber`.
    Phone,
    /// `message/subscribe/send`.
    Message,
    /// `getwxacodeunlimit`.
    Code,
    /// `generate_urllink`.
    Link,
    /// `msg_sec_check`.
    TextCheck,
    /// `media_check_async`.
    PictureCheck,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Fault {
    /// WeChat refuses.
    Refused {
        /// Why.
        errcode: i64,
        /// The id of the call at WeChat.
        rid: Option<String>,
    },
    /// Nothing that makes sense came back: time-out, 5xx, a closed connection, garbage.
    Silent(anyhow::Error),
    /// There is no access token to make the call with; why was logged where it was asked for.
    NoToken,
}

/// Why WeChat does not serve a mini-program, as an operator is told.
#[derive(Debug)]
pub struct Refusal {
    /// WeChat's code; none when nothing that makes sense came back.
    pub errcode: Option<i64>,
    /// In words, without anything secret.
    pub told: String,
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused { errcode, rid } => {
                let told = format!("errcode {errcode}, rid {}", rid.as_deref().unwrap_or("-"));
                Self { errcode: Some(errcode), told }
            }
            Fault::Silent(why) => Self { errcode: None, told: format!("{why:#}") },
            Fault::NoToken => Self { errcode: None, told: "no access token".to_owned() },
        }
    }
}

impl Fault {
    /// Nothing that makes sense came back.
    pub fn silent(why: &'static str) -> Self {
        Self::Silent(anyhow::anyhow!(why))
    }

    /// A transport error, without its address: that has the secret in it.
    pub fn transport(error: reqwest::Error) -> Self {
        Self::Silent(error.without_url().into())
    }

    /// WeChat says that it is busy, or asked too often within one second: trying again soon helps.
    /// A quota of a minute does not come back while a request waits, so that is the caller's to repeat.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Refused { errcode: -1 | 44990, .. })
    }

    /// Nobody knows whether WeChat did anything: only what is idempotent is tried again.
    pub fn is_silent(&self) -> bool {
        matches!(self, Self::Silent(_))
    }

    /// The access token is not, or no longer, the right one.
    pub fn is_bad_token(&self) -> bool {
        matches!(self, Self::Refused { errcode: 40001 | 40014 | 42001, .. })
    }

    /// Logs it, with WeChat's id of the call and never with what was sent.
    pub fn log(&self, call: Call) {
        match self {
            Self::Refused { errcode, rid } => {
                let rid = rid.as_deref();
                if call == Call::Message {
                    // What follows is the queue's to say; who does not want a message is no mishap.
                    tracing::info!(?call, errcode, rid, "WeChat does not take a message");
                } else if matches!(call, Call::TextCheck | Call::PictureCheck) && *errcode == NOT_THERE {
                    // A person looks instead.
                    tracing::info!(?call, errcode, rid, "WeChat checks nothing of somebody who is not there");
                } else if self.verdict(call).is_some() || self.is_busy() || self.is_bad_token() && call != Call::Token {
                    tracing::info!(?call, errcode, rid, "WeChat refuses");
                } else {
                    tracing::error!(?call, errcode, rid, "WeChat refuses: check appid, secret, address list and quota");
                }
            }
            Self::Silent(why) => tracing::warn!(?call, why = %format!("{why:#}"), "WeChat does not answer"),
            Self::NoToken => {}
        }
    }

    /// What the caller is told.
    pub fn into_error(self, call: Call) -> Error {
        match (self.verdict(call), &self) {
            (Some(Code::TooManyRequests), _) => Code::TooManyRequests.error().retry_after(NEXT_MINUTE),
            (Some(code), _) => code.into(),
            (None, Self::Refused { errcode, .. }) if *errcode != -1 => {
                Code::WechatUnavailable.error().retry_after(NEXT_MINUTE)
            }
            (None, _) => Code::WechatUnavailable.error().retry_after(SOON),
        }
    }

    /// The code for what is the caller's business; everything else is the operator's.
    fn verdict(&self, call: Call) -> Option<Code> {
        let Self::Refused { errcode, .. } = self else { return None };
        match (call, errcode) {
            (Call::Token, _) => None,
            (Call::Login, 40029 | 40163) => Some(Code::WechatCodeInvalid),
            (Call::Login, 40226) => Some(Code::WechatBlocked),
            // 40013 here: the code was made by another mini-program.
            (Call::Phone, 40029 | 40163 | 40013) => Some(Code::PhoneCodeInvalid),
            // 45011 and 44991 are quotas of a minute, one person's or the mini-program's: they do not come back
            // while a request waits (a phone in the background gives up after five seconds), and each further
            // try would count. So they are answered at once; 44990, of a second, after the tries that
            // `is_busy` allows.
            (_, 45011 | 44990 | 44991) => Some(Code::TooManyRequests),
            // Here it is a quota of a minute, too; elsewhere one of the day.
            (Call::Code, 45009) => Some(Code::TooManyRequests),
            _ => None,
        }
    }
}
