//! `getuserphonenumber`: codes of the phone button, which are other codes than those of `wx.login`.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::call::Call;
use crate::login::CODE_LIFE;
use crate::world::{World, unique};

/// Codes by their text.
#[derive(Default)]
pub struct PhoneCodes(HashMap<String, Code>);

struct Code {
    appid: String,
    phone: String,
    country: Value,
    at: DateTime<Utc>,
}

impl World {
    pub(crate) fn phone_code(&self, appid: &str, phone: &str, country: Value) -> String {
        let (text, at) = (unique("p"), self.clock.now());
        let code = Code { appid: appid.to_owned(), phone: phone.to_owned(), country, at };
        self.phone_codes().0.insert(text.clone(), code);
        text
    }

    /// The phone behind a code.
    pub(crate) fn getuserphonenumber(&self, call: &Call) -> Result<Value, i64> {
        let now = self.clock.now();
        let appid = self.tokens().appid_of(call.parameter("access_token"), now)?;
        let mut codes = self.phone_codes();
        let known = codes.0.get(call.field("code")).ok_or(40_029)?;
        if known.appid != appid {
            return Err(40_013);
        }
        let code = codes.0.remove(call.field("code")).ok_or(40_029)?;
        if code.at + CODE_LIFE <= now {
            return Err(40_029);
        }
        let country = code.country.as_str().map_or_else(|| code.country.to_string(), ToOwned::to_owned);
        Ok(json!({
            "errcode": 0,
            "errmsg": "ok",
            "phone_info": {
                "phoneNumber": if country == "86" { code.phone.clone() } else { format!("+{country}{}", code.phone) },
                "purePhoneNumber": code.phone,
                "countryCode": code.country,
                "watermark": { "timestamp": now.timestamp(), "appid": appid },
            },
        }))
    }
}
