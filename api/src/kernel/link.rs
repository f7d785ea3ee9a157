//! Addresses that work without a header until they expire: a mini-program's `<image>`
//! can send none. The signature covers the path and the instant of expiry.

use std::sync::Arc;

use aws_lc_rs::hmac;
use chrono::{DateTime, Utc};

use crate::error::{Code, Result};

/// An address is good for one to two of these, in seconds. All that are signed within the
/// same one are equal, so that callers and caches keep what they have.
const SPAN: i64 = 2 * 60 * 60;

/// Signs addresses. Cheap to clone.
#[derive(Clone)]
pub struct Links {
    key: Arc<hmac::Key>,
    base: Arc<str>,
}

impl Links {
    /// Addresses below `public_url`, signed with `key`.
    pub fn new(key: &[u8], public_url: &str) -> Self {
        let key = Arc::new(hmac::Key::new(hmac::HMAC_SHA256, key));
        Self { key, base: public_url.trim_end_matches('/').into() }
    }

    /// The whole address of `path`, good for a while.
    pub fn sign(&self, path: &str, now: DateTime<Utc>) -> String {
        let expires = (now.timestamp().div_euclid(SPAN) + 2) * SPAN;
        let signature = hex::encode(hmac::sign(&self.key, &message(path, expires)));
        format!("{}{path}?expires={expires}&signature={signature}", self.base)
    }

    /// Seconds for which the address is still good.
    ///
    /// # Errors
    /// `not_found` for a forged address, `link_expired` for an old one.
    pub fn check(&self, path: &str, expires: i64, signature: &str, now: DateTime<Utc>) -> Result<i64> {
        let signature = hex::decode(signature).map_err(|_| Code::NotFound.error())?;
        hmac::verify(&self.key, &message(path, expires), &signature).map_err(|_| Code::NotFound.error())?;
        let left = expires - now.timestamp();
        if left > 0 { Ok(left) } else { Err(Code::LinkExpired.into()) }
    }
}

fn message(path: &str, expires: i64) -> Vec<u8> {
    format!("{path}\0{expires}").into_bytes()
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    const PATH: &str = "/api/v1/media/1";

    fn query(address: &str) -> Option<(i64, &str)> {
        let (expires, signature) = address.split_once("?expires=")?.1.split_once("&signature=")?;
        Some((expires.parse().ok()?, signature))
    }

    #[test]
    fn an_address_is_good_for_a_while_then_expired_and_never_for_something_else() {
        let (links, now) = (Links::new(&[7; 32], "https://example.org/"), DateTime::UNIX_EPOCH);
        let address = links.sign(PATH, now);
        assert!(address.starts_with("https://example.org/api/v1/media/1?"));
        let (expires, signature) = query(&address).unwrap_or_default();
        let code = |path, expires, now| links.check(path, expires, signature, now).err().map(|error| error.code());
        assert_eq!(code(PATH, expires, now + Duration::seconds(2 * SPAN - 1)), None);
        assert_eq!(code(PATH, expires, now + Duration::seconds(2 * SPAN)), Some(Code::LinkExpired));
        assert_eq!(code(PATH, expires + 1, now), Some(Code::NotFound));
        assert_eq!(code("/api/v1/media/2", expires, now), Some(Code::NotFound));
        assert_eq!(address, links.sign(PATH, now + Duration::seconds(SPAN - 1)));
    }
}
