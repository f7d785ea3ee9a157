//! Rate windows: shared through Redis when it answers, local otherwise. That Redis
//! is away is never an error.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::Utc;
use moka::future::Cache as Moka;
use redis::Script;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};

use crate::config::RedisConfig;
use crate::error::{Code, Result};

/// A kind of window: so many in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its name, part of the key.
    pub name: &'static str,
    /// Length of the window in seconds.
    pub seconds: u64,
    /// How many fit in.
    pub limit: u32,
}

impl Bucket {
    /// So many a minute.
    pub fn per_minute(name: &'static str, limit: u32) -> Self {
        Self { name, seconds: 60, limit }
    }
}

/// What is left of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining {
    /// How many fit in altogether.
    pub limit: u32,
    /// How many are left.
    pub left: u32,
    /// Seconds until it is empty again.
    pub reset: u64,
}

/// Counts requests. Cheap to clone.
#[derive(Clone)]
pub struct Limiter {
    local: Moka<String, Arc<AtomicI64>>,
    shared: Option<Shared>,
}

#[derive(Clone)]
struct Shared {
    redis: ConnectionManager,
    prefix: Arc<str>,
    /// Unix seconds until which Redis is not asked, after it failed to answer.
    rest_until: Arc<AtomicI64>,
}

/// How long an answer of Redis is waited for.
const PATIENCE: Duration = Duration::from_millis(200);

/// Seconds for which Redis is left alone after it failed to answer.
const REST: i64 = 5;

/// Counts one more in a window that begins with its first request.
const COUNT: &str = "local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return n";

impl Limiter {
    /// Local windows, and shared ones when Redis is configured.
    pub async fn connect(config: &RedisConfig) -> Self {
        Self {
            local: Moka::builder().max_capacity(100_000).time_to_live(Duration::from_secs(3600)).build(),
            shared: shared(config).await,
        }
    }

    /// Counts one request of `key`.
    ///
    /// # Errors
    /// `too_many_requests` with `Retry-After` when the window is full.
    pub async fn check(&self, bucket: Bucket, key: &str) -> Result<Remaining> {
        let now = Utc::now().timestamp().unsigned_abs();
        let window = now / bucket.seconds;
        let reset = (window + 1) * bucket.seconds - now;
        let name = format!("{}:{key}:{window}", bucket.name);
        let count = match self.count_shared(bucket, &name).await {
            Some(count) => count,
            None => self.count_local(name).await,
        };
        match u32::try_from(count) {
            Ok(count) if count <= bucket.limit => {
                Ok(Remaining { limit: bucket.limit, left: bucket.limit - count, reset })
            }
            _ => Err(Code::TooManyRequests.error().retry_after(reset)),
        }
    }

    async fn count_local(&self, name: String) -> i64 {
        self.local.get_with(name, async { Arc::default() }).await.fetch_add(1, Ordering::Relaxed) + 1
    }

    async fn count_shared(&self, bucket: Bucket, name: &str) -> Option<i64> {
        let shared = self.shared.as_ref()?;
        if Utc::now().timestamp() < shared.rest_until.load(Ordering::Relaxed) {
            return None;
        }
        let script = Script::new(COUNT);
        let mut call = script.prepare_invoke();
        call.key(format!("{}limit:{name}", shared.prefix)).arg(bucket.seconds);
        let mut redis = shared.redis.clone();
        match tokio::time::timeout(PATIENCE, call.invoke_async::<i64>(&mut redis)).await {
            Ok(Ok(count)) => Some(count),
            outcome => {
                tracing::warn!(failed = outcome.is_ok(), "redis does not answer; counting locally");
                shared.rest_until.store(Utc::now().timestamp() + REST, Ordering::Relaxed);
                None
            }
        }
    }
}

/// A connection that reconnects by itself; none when Redis is not configured.
async fn shared(config: &RedisConfig) -> Option<Shared> {
    let redis = super::cache::open(config).await?;
    Some(Shared { redis, prefix: config.prefix.as_str().into(), rest_until: Arc::default() })
}

/// How the connection behaves: quick to give up, quick to come back.
pub(super) fn manager_config() -> ConnectionManagerConfig {
    ConnectionManagerConfig::new()
        .set_number_of_retries(1)
        .set_connection_timeout(Some(Duration::from_secs(1)))
        .set_response_timeout(Some(Duration::from_millis(500)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_window_says_when_to_come_back() -> Result<()> {
        let limiter = Limiter::connect(&RedisConfig::default()).await;
        let bucket = Bucket { name: "test", seconds: 3600, limit: 2 };
        assert_eq!(limiter.check(bucket, "a").await?.left, 1);
        assert_eq!(limiter.check(bucket, "a").await?.left, 0);
        let refused = limiter.check(bucket, "a").await.err();
        assert!(refused.is_some_and(|error| error.retry_after_seconds() > Some(0)));
        assert_eq!(limiter.check(bucket, "b").await?.left, 1);
        Ok(())
    }
}
