//! Reads what WeChat answers, leniently: errors come with HTTP 200, `errcode` may be a
//! number, a string or missing, and the content type says nothing.

use secrecy::SecretString;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::fault::Fault;

/// What every answer may carry beside its content.
#[derive(Deserialize)]
struct Envelope {
    #[serde(default, deserialize_with = "number")]
    errcode: i64,
    #[serde(default)]
    errmsg: String,
}

/// What `generate_urllink` answers.
#[derive(Deserialize)]
pub struct LinkAnswer {
    /// The link.
    pub url_link: String,
}

/// What `jscode2session` answers.
#[derive(Deserialize)]
pub struct SessionAnswer {
    /// The person's id within the mini-program.
    pub openid: SecretString,
    /// The id across mini-programs, where there is one.
    // The session key comes along and is not read: nothing here needs it.
    pub unionid: Option<SecretString>,
}

/// What `stable_token` answers.
#[derive(Deserialize)]
pub struct TokenAnswer {
    /// The token.
    pub access_token: SecretString,
    /// Its life in seconds.
    #[serde(deserialize_with = "number")]
    pub expires_in: i64,
}

/// The content of an answer, or what WeChat says is wrong.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Fault::silent("the answer is not JSON"))?;
    let envelope = Envelope::deserialize(&value).map_err(|_| Fault::silent("the answer has no readable errcode"))?;
    if envelope.errcode != 0 {
        return Err(Fault::Refused { errcode: envelope.errcode, rid: rid(&envelope.errmsg) });
    }
    T::deserialize(value).map_err(|_| Fault::silent("the answer lacks what it should have"))
}

/// A number that may come as a string.
pub fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(0),
        Value::Number(number) => number.as_i64().ok_or_else(|| D::Error::custom("not an integer")),
        Value::String(text) => text.trim().parse().map_err(D::Error::custom),
        _ => Err(D::Error::custom("neither a number nor a string")),
    }
}

/// The id of the call at WeChat, the only part of `errmsg` that is worth keeping.
fn rid(errmsg: &str) -> Option<String> {
    let (_, rest) = errmsg.split_once("rid:")?;
    let rid: String = rest.trim_start().chars().take_while(|c| c.is_ascii_hexdigit() || *c == '-').take(64).collect();
    (!rid.is_empty()).then_some(rid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Person {
        openid: String,
    }

    fn refused(body: &str) -> Option<(i64, Option<String>)> {
        match read::<Person>(body.as_bytes()) {
            Err(Fault::Refused { errcode, rid }) => Some((errcode, rid)),
            _ => None,
        }
    }

    #[test]
    fn errcode_may_be_a_number_a_string_zero_or_missing() {
        assert_eq!(refused(r#"{"errcode":40029,"errmsg":"x"}"#), Some((40029, None)));
        assert_eq!(refused(r#"{"errcode":"40029"}"#), Some((40029, None)));
        for body in [r#"{"openid":"o"}"#, r#"{"openid":"o","errcode":0}"#, r#"{"openid":"o","errcode":"0"}"#] {
            assert_eq!(read::<Person>(body.as_bytes()).ok(), Some(Person { openid: "o".to_owned() }));
        }
    }

    #[test]
    fn the_rid_is_kept() {
        let body = r#"{"errcode":-1,"errmsg":"system error, rid: 6337c0e2-19cada87-15edcde8"}"#;
        assert_eq!(refused(body), Some((-1, Some("6337c0e2-19cada87-15edcde8".to_owned()))));
    }

    #[test]
    fn anything_else_is_no_answer() {
        for body in ["", "<html>", "[]", "{}", r#"{"openid":7}"#, r#"{"errcode":"many"}"#] {
            assert!(matches!(read::<Person>(body.as_bytes()), Err(Fault::Silent(_))), "{body}");
        }
    }
}
