//! Rate limits at the door: per account, or per address for those without one; and the
//! fields that tell a caller how much is left (draft-ietf-httpapi-ratelimit-headers).

use std::sync::{Arc, Mutex, PoisonError};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use super::Call;
use crate::app::App;
use crate::error::Result;
use crate::kernel::limit::{Bucket, Remaining};

static RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
static RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The tightest of the limits that a request was counted against. Its clones are one.
#[derive(Clone, Debug, Default)]
pub(super) struct Tightest(Arc<Mutex<Option<Remaining>>>);

impl Tightest {
    /// Of two with as much left the later one counts: it may be the one that refuses.
    fn note(&self, remaining: Remaining) {
        let mut tightest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tightest.is_none_or(|before| remaining.left <= before.left) {
            *tightest = Some(remaining);
        }
    }

    /// Adds its fields to an answer; none when nothing was counted.
    pub(super) fn show(&self, headers: &mut HeaderMap) {
        let tightest = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Remaining { bucket: Bucket { name, seconds, limit }, left, reset }) = tightest else { return };
        let policy = format!("\"{name}\";q={limit};w={seconds}");
        let rest = format!("\"{name}\";r={left};t={reset}");
        for (field, value) in [(&RATE_LIMIT_POLICY, policy), (&RATE_LIMIT, rest)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(field.clone(), value);
            }
        }
    }
}

/// Counts a request of `key` against `limit` a minute.
///
/// # Errors
/// `too_many_requests` with `Retry-After` when the window is full.
pub async fn limited(app: &App, call: &Call, name: &'static str, limit: u32, key: &str) -> Result<()> {
    if !app.kernel.settings.limits.enabled {
        return Ok(());
    }
    let (remaining, passes) = app.kernel.limiter.count(Bucket::per_minute(name, limit), key).await;
    call.tightest.note(remaining);
    passes
}

/// Counts a request against its sender's address.
///
/// # Errors
/// `too_many_requests` with `Retry-After` when the window is full.
pub async fn limited_address(app: &App, call: &Call, name: &'static str, limit: u32) -> Result<()> {
    let address = call.address.map(|address| address.to_string()).unwrap_or_default();
    limited(app, call, name, limit, &address).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tightest_limit_is_shown() {
        let tightest = Tightest::default();
        let mut headers = HeaderMap::new();
        tightest.show(&mut headers);
        assert!(headers.is_empty());
        for (bucket, left, reset) in [
            (Bucket::per_minute("account", 300), 299, 1),
            (Bucket::per_minute("sign_in", 30), 7, 46),
            (Bucket::per_minute("address", 600), 599, 1),
        ] {
            tightest.clone().note(Remaining { bucket, left, reset });
        }
        tightest.show(&mut headers);
        let shown = |field| headers.get(field).map(HeaderValue::as_bytes);
        assert_eq!(shown(&RATE_LIMIT_POLICY), Some(&b"\"sign_in\";q=30;w=60"[..]));
        assert_eq!(shown(&RATE_LIMIT), Some(&b"\"sign_in\";r=7;t=46"[..]));
    }
}
