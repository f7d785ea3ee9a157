//! Buckets in Redis, counted across replicas, behind a short time-out and a breaker.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::Utc;
use redis::Script;
use redis::aio::ConnectionManager;

use super::{Bucket, Taken};
use crate::config::RedisConfig;
use crate::kernel::shared::connection;

/// Nobody waits longer for Redis.
const PATIENCE: Duration = Duration::from_millis(100);

/// After a failure Redis is left alone for that long, in milliseconds.
const REST: i64 = 5_000;

pub(super) struct Shared {
    redis: ConnectionManager,
    script: Script,
    prefix: String,
    rests_until: AtomicI64,
}

impl Shared {
    /// Needs no Redis yet; only its address must make sense.
    pub(super) fn new(config: &RedisConfig) -> Option<Self> {
        let redis = connection(config, PATIENCE, "each replica limits for itself")?;
        let script = Script::new(include_str!("shared.lua"));
        Some(Self { redis, script, prefix: config.prefix.clone(), rests_until: AtomicI64::new(0) })
    }

    /// Takes one request out of the bucket, with the instant by Redis' clock; none while Redis is away.
    pub(super) async fn take(&self, bucket: Bucket, key: &str) -> Option<(Taken, i64)> {
        let now = Utc::now().timestamp_millis();
        if self.rests_until.load(Ordering::Relaxed) > now {
            return None;
        }
        match tokio::time::timeout(PATIENCE, self.ask(bucket, key)).await {
            Ok(Ok((0, full_at, now))) => Some((Taken::Yes { full_at }, now)),
            Ok(Ok((wait, _, now))) => Some((Taken::No { wait }, now)),
            Ok(Err(error)) => self.rest(now, &error),
            Err(elapsed) => self.rest(now, &elapsed),
        }
    }

    async fn ask(&self, bucket: Bucket, key: &str) -> redis::RedisResult<(i64, i64, i64)> {
        let mut redis = self.redis.clone();
        let key = format!("{}limit:{key}", self.prefix);
        self.script.key(key).arg(bucket.interval()).arg(bucket.limit.max(1)).invoke_async(&mut redis).await
    }

    fn rest<T>(&self, now: i64, error: &dyn std::fmt::Display) -> Option<T> {
        if self.rests_until.swap(now + REST, Ordering::Relaxed) <= now {
            tracing::warn!(%error, "redis does not answer; this replica limits for itself");
        }
        None
    }
}
