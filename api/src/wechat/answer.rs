//! WeChat's answers, read leniently: errors come with HTTP 200, numbers as strings,
//! success without an errcode.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Code, Error, Result};

/// What an answer turned out to be.
pub enum Answer {
    /// The answer itself.
    Fine(Value),
    /// WeChat's error code.
    Refused(i64),
}

/// Reads an answer, whatever its content type says.
pub fn read(bytes: &[u8], call: &'static str) -> Result<Answer> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| unavailable(anyhow::anyhow!("{call}: not JSON")))?;
    if !value.is_object() {
        return Err(unavailable(anyhow::anyhow!("{call}: not an object")));
    }
    match value.get("errcode").map_or(Some(0), number) {
        Some(0) => Ok(Answer::Fine(value)),
        Some(code) => {
            let rid = value.get("errmsg").and_then(Value::as_str).and_then(|text| text.split("rid: ").nth(1));
            tracing::warn!(call, errcode = code, rid, "wechat refused");
            Ok(Answer::Refused(code))
        }
        None => Err(unavailable(anyhow::anyhow!("{call}: errcode is no number"))),
    }
}

/// The fields that are needed of an answer.
pub fn fields<T: DeserializeOwned>(value: Value, call: &'static str) -> Result<T> {
    serde_json::from_value(value).map_err(|error| unavailable(anyhow::anyhow!("{call}: {error}")))
}

/// A number that may come as a string.
pub fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

/// WeChat cannot be asked now; everything that does not need it goes on.
pub fn unavailable(cause: anyhow::Error) -> Error {
    Code::WechatUnavailable.error().retry_after(5).cause(cause)
}

/// Who is behind a login code.
#[derive(Deserialize)]
pub struct Session {
    /// The person, within this mini-program.
    pub openid: String,
    /// The person, across the operator's programs.
    pub unionid: Option<String>,
    /// The key of data that WeChat encrypts for this person.
    pub session_key: Option<String>,
}

/// The phone behind a phone code.
#[derive(Deserialize)]
pub struct Phone {
    /// Its details.
    pub phone_info: PhoneInfo,
}

/// A phone number in its parts.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneInfo {
    /// Without the country code.
    pub pure_phone_number: String,
    /// As a string or as a number.
    pub country_code: Value,
}

/// An access token of the mini-program.
#[derive(Deserialize)]
pub struct Token {
    /// The token.
    pub access_token: String,
    /// Its life in seconds.
    pub expires_in: i64,
}
