//! Where replicas find the access token that one of them has fetched: in Redis, sealed. Without Redis,
//! and while it is away, each replica asks WeChat for itself: it gets the same token.

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};
use redis::aio::ConnectionManager;
use redis::{ExistenceCheck, Script, SetExpiry, SetOptions};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::config::RedisConfig;
use crate::kernel::Vault;
use crate::kernel::crypto::Field;
use crate::kernel::shared::connection;

/// Nobody waits longer for Redis.
const PATIENCE: Duration = Duration::from_millis(200);

/// Who fetches has so long; then another one may.
const FETCHING: u64 = 10_000;

/// Deletes what is still there.
const DELETE_IF: &str = "local v = redis.call('GET', KEYS[1]) if v and string.sub(v, 1, #ARGV[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

/// The shelf of all mini-programs. Cheap to clone.
#[derive(Clone)]
pub struct Shelf {
    redis: ConnectionManager,
    prefix: String,
    vault: Vault,
}

/// What was found on the shelf.
pub struct Found {
    /// The token.
    pub token: SecretString,
    /// Until when it is to be used.
    pub until: DateTime<Utc>,
}

impl Shelf {
    /// Needs no Redis yet; only its address must make sense. None without one.
    pub fn new(config: &RedisConfig, vault: &Vault) -> Option<Self> {
        let redis = connection(config, PATIENCE, "each replica fetches tokens")?;
        Some(Self { redis, prefix: config.prefix.clone(), vault: vault.clone() })
    }

    fn key(&self, what: &str, appid: &str) -> String {
        format!("{}wechat:{what}:{appid}", self.prefix)
    }

    /// The token that another one has fetched; none that is past `now`.
    pub async fn find(&self, appid: &str, now: DateTime<Utc>) -> Option<Found> {
        let value: Option<String> = self.ask(redis::cmd("GET").arg(self.key("token", appid))).await?;
        let value = value?;
        let mut parts = value.splitn(3, ' ');
        let (_, until, sealed) = (parts.next()?, parts.next()?, parts.next()?);
        let until = DateTime::from_timestamp_millis(until.parse().ok()?).filter(|until| *until > now)?;
        let token = self.vault.open(Field::WechatToken, sealed).ok()?;
        Some(Found { token: token.to_string().into(), until })
    }

    /// Puts a token there for the others.
    pub async fn put(&self, appid: &str, token: &SecretString, until: DateTime<Utc>, now: DateTime<Utc>) {
        let Ok(sealed) = self.vault.seal(Field::WechatToken, token.expose_secret()) else { return };
        let Ok(life) = u64::try_from((until - now).num_milliseconds()) else { return };
        let value = format!("{} {} {sealed}", mark(token), until.timestamp_millis());
        let options = SetOptions::default().with_expiration(SetExpiry::PX(life.max(1)));
        let mut command = redis::cmd("SET");
        let _: Option<()> = self.ask(command.arg(self.key("token", appid)).arg(value).arg(options)).await;
    }

    /// Takes a token away, unless another one lies there by now.
    pub async fn drop_failed(&self, appid: &str, failed: &SecretString) {
        self.delete_if(&self.key("token", appid), &mark(failed)).await;
    }

    /// The right to fetch, for one replica at a time; also when Redis is away.
    pub async fn begin(&self, appid: &str) -> Option<String> {
        let own = Uuid::new_v4().to_string();
        let options =
            SetOptions::default().conditional_set(ExistenceCheck::NX).with_expiration(SetExpiry::PX(FETCHING));
        let mut command = redis::cmd("SET");
        let taken: Option<Option<String>> =
            self.ask(command.arg(self.key("fetching", appid)).arg(&own).arg(options)).await;
        match taken {
            // Somebody else holds it.
            Some(None) => None,
            Some(Some(_)) | None => Some(own),
        }
    }

    /// Gives the right to fetch back.
    pub async fn end(&self, appid: &str, own: &str) {
        self.delete_if(&self.key("fetching", appid), own).await;
    }

    async fn delete_if(&self, key: &str, begins: &str) {
        let (script, mut redis) = (Script::new(DELETE_IF), self.redis.clone());
        let invocation = async { script.key(key).arg(begins).invoke_async::<i64>(&mut redis).await };
        if !matches!(tokio::time::timeout(PATIENCE, invocation).await, Ok(Ok(_))) {
            tracing::debug!("redis does not forget a token of WeChat's");
        }
    }

    /// None while Redis is away.
    async fn ask<T: redis::FromRedisValue>(&self, command: &redis::Cmd) -> Option<T> {
        let mut redis = self.redis.clone();
        match tokio::time::timeout(PATIENCE, command.query_async(&mut redis)).await {
            Ok(Ok(value)) => Some(value),
            Ok(Err(error)) => {
                tracing::debug!(%error, "redis does not answer");
                None
            }
            Err(_) => None,
        }
    }
}

/// What tells a token from another one and tells nobody the token.
fn mark(token: &SecretString) -> String {
    hex::encode(digest(&SHA256, token.expose_secret().as_bytes()))
}
