//! A phone as WeChat tells it.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::answer::number;
use super::fault::{Call, Fault};
use crate::error::{Error, Result};

/// What WeChat says of a phone.
#[derive(Deserialize)]
pub struct PhoneAnswer {
    /// The phone.
    pub phone_info: PhoneInfo,
}

/// A phone.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneInfo {
    pure_phone_number: SecretString,
    #[serde(deserialize_with = "number")]
    country_code: i64,
}

/// The number as it is stored.
pub fn dialled(info: &PhoneInfo) -> Result<SecretString> {
    let pure = info.pure_phone_number.expose_secret();
    let whole = (5..=15).contains(&pure.len()) && pure.bytes().all(|byte| byte.is_ascii_digit());
    if !whole {
        let error: Error = Fault::silent("the phone is no number").into_error(Call::Phone);
        return Err(error);
    }
    Ok(match info.country_code {
        86 => pure.to_owned().into(),
        country => format!("+{country}{pure}").into(),
    })
}
