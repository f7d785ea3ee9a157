//! Rate limits: a bucket of so many requests a period, which fills up again evenly.
//! Redis counts across replicas while it answers; when it is slow or away each
//! replica counts for itself, and nobody is refused because of Redis.

mod shared;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::Utc;
use shared::Shared;

use crate::config::RedisConfig;
use crate::error::{Code, Result};

/// Keys that one replica counts by itself before it sweeps out those at rest.
const SWEEP_AT: usize = 50_000;

/// How much is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// What is limited; keys of different buckets are apart.
    pub name: &'static str,
    /// The period, in seconds.
    pub seconds: u32,
    /// Requests a period; none at all is taken as one.
    pub limit: u32,
}

impl Bucket {
    /// `limit` requests a minute.
    pub fn per_minute(name: &'static str, limit: u32) -> Self {
        Self { name, seconds: 60, limit }
    }

    /// `limit` requests an hour.
    pub fn per_hour(name: &'static str, limit: u32) -> Self {
        Self { name, seconds: 3_600, limit }
    }

    /// `limit` requests a day.
    pub fn per_day(name: &'static str, limit: u32) -> Self {
        Self { name, seconds: 86_400, limit }
    }

    /// Requests that it passes when it is whole.
    fn requests(self) -> i64 {
        i64::from(self.limit.max(1))
    }

    /// Microseconds until the room for one request is back.
    fn interval(self) -> i64 {
        (i64::from(self.seconds) * 1_000_000 / self.requests()).max(1)
    }
}

/// What is left of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining {
    /// The bucket.
    pub bucket: Bucket,
    /// Requests that would pass now.
    pub left: u32,
    /// Seconds until the bucket is whole again.
    pub reset: u64,
}

/// Counts requests. Cheap to clone.
#[derive(Clone)]
pub struct Limiter {
    local: Arc<Mutex<HashMap<String, i64>>>,
    shared: Option<Arc<Shared>>,
}

impl Limiter {
    /// A limiter of this process alone.
    pub fn local() -> Self {
        Self { local: Arc::default(), shared: None }
    }

    /// A limiter that counts across replicas when there is a Redis.
    pub async fn connect(config: &RedisConfig) -> Self {
        Self { shared: Shared::new(config).map(Arc::new), ..Self::local() }
    }

    /// Counts one request of `key`.
    ///
    /// # Errors
    /// `too_many_requests` with `Retry-After` when the bucket is empty; nothing else.
    pub async fn check(&self, bucket: Bucket, key: &str) -> Result<Remaining> {
        let (remaining, passes) = self.count(bucket, key).await;
        passes.map(|()| remaining)
    }

    /// Counts one request of `key`; what is left then, and whether it passes as by [`Self::check`].
    pub async fn count(&self, bucket: Bucket, key: &str) -> (Remaining, Result<()>) {
        let key = format!("{}:{key}", bucket.name);
        let full_at = match &self.shared {
            Some(shared) => shared.take(bucket, &key).await,
            None => None,
        };
        let (taken, now) = full_at.unwrap_or_else(|| self.take_locally(bucket, &key, Utc::now().timestamp_micros()));
        match taken {
            Taken::Yes { full_at } => (remaining(bucket, full_at - now), Ok(())),
            Taken::No { wait } => {
                let refusal = Code::TooManyRequests.error().retry_after(seconds(wait).max(1));
                (remaining(bucket, wait + bucket.interval() * (bucket.requests() - 1)), Err(refusal))
            }
        }
    }

    fn take_locally(&self, bucket: Bucket, key: &str, now: i64) -> (Taken, i64) {
        let mut buckets = self.local.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= SWEEP_AT {
            buckets.retain(|_, full_at| *full_at > now);
        }
        let taken = take(bucket, buckets.get(key).copied(), now);
        if let Taken::Yes { full_at } = taken {
            buckets.insert(key.to_owned(), full_at);
        }
        (taken, now)
    }
}

/// The outcome of one request against a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    /// It passes; the bucket is whole again at that instant.
    Yes { full_at: i64 },
    /// It does not; so many microseconds later it would.
    No { wait: i64 },
}

/// The rule (GCRA): of a bucket only the instant is kept at which it will be whole again.
/// `shared.lua` says the same.
fn take(bucket: Bucket, full_at: Option<i64>, now: i64) -> Taken {
    let full_at = full_at.unwrap_or(now).max(now).saturating_add(bucket.interval());
    let over = full_at - now - bucket.interval() * bucket.requests();
    if over > 0 { Taken::No { wait: over } } else { Taken::Yes { full_at } }
}

/// What is left of a bucket that is whole again in so many microseconds.
fn remaining(bucket: Bucket, whole_in: i64) -> Remaining {
    let used = whole_in.max(0);
    let spent = u32::try_from((used + bucket.interval() - 1) / bucket.interval()).unwrap_or(u32::MAX);
    Remaining { bucket, left: bucket.limit.saturating_sub(spent), reset: seconds(used) }
}

fn seconds(micros: i64) -> u64 {
    u64::try_from(micros).unwrap_or_default().div_ceil(1_000_000)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[tokio::test]
    async fn a_full_bucket_passes_its_limit_and_then_says_when_to_come_back() {
        let limiter = Limiter::local();
        let bucket = Bucket::per_minute("test", 3);
        for left in [2, 1, 0] {
            let remaining = limiter.check(bucket, "a").await.map(|remaining| remaining.left);
            assert_eq!(remaining.ok(), Some(left));
        }
        let refused = limiter.check(bucket, "a").await.err();
        assert_eq!(refused.as_ref().map(crate::error::Error::code), Some(Code::TooManyRequests));
        assert_eq!(refused.and_then(|error| error.retry_after_seconds()), Some(20));
        assert!(limiter.check(bucket, "b").await.is_ok());
    }

    #[tokio::test]
    async fn an_empty_bucket_has_nothing_left_and_is_whole_after_its_period() {
        let limiter = Limiter::local();
        let bucket = Bucket::per_minute("test", 3);
        for left in [2, 1, 0, 0, 0] {
            assert_eq!(limiter.count(bucket, "a").await.0.left, left);
        }
        assert_eq!(limiter.count(bucket, "a").await.0.reset, 60);
    }

    #[test]
    fn room_comes_back_evenly() {
        let limiter = Limiter::local();
        let bucket = Bucket::per_minute("test", 3);
        let at = |second: i64| matches!(limiter.take_locally(bucket, "a", second * 1_000_000).0, Taken::Yes { .. });
        assert_eq!([0, 0, 0, 0, 19, 20, 20, 40].map(at), [true, true, true, false, false, true, false, true]);
    }

    proptest! {
        #[test]
        fn no_window_ever_passes_more_than_twice_the_limit(gaps in prop::collection::vec(0_i64..30, 1..300), limit in 1_u32..20) {
            let limiter = Limiter::local();
            let bucket = Bucket::per_minute("test", limit);
            let mut now = 0;
            let mut passed = Vec::new();
            for gap in gaps {
                now += gap * 1_000_000;
                if matches!(limiter.take_locally(bucket, "a", now).0, Taken::Yes { .. }) {
                    passed.push(now);
                }
            }
            for (index, first) in passed.iter().enumerate() {
                let window = passed[index..].iter().take_while(|at| *at - first < 60_000_000).count();
                prop_assert!(window <= 2 * limit as usize);
            }
        }
    }
}
