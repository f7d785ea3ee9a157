//! Public answers as finished bytes with their ETag: made once, sent often. A change
//! drops what it made stale, here at once and in other replicas through Redis; a
//! short life is the net below.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest;
use bytes::Bytes;
use futures_util::StreamExt;
use moka::future::Cache as Moka;
use redis::AsyncCommands;
use redis::aio::ConnectionManager;

use super::limit::manager_config;
use crate::config::RedisConfig;
use crate::error::{Error, Result};

/// A stale answer lives no longer than this, whatever is missed.
const LIFE: Duration = Duration::from_secs(5);

/// An answer as it goes out.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The JSON.
    pub body: Bytes,
    /// Its strong ETag, quotes included.
    pub etag: Arc<str>,
}

impl Answer {
    /// Gives JSON its ETag.
    pub fn new(json: String) -> Self {
        let hash = digest::digest(&digest::SHA256, json.as_bytes());
        let etag = format!("\"{}\"", hex::encode(&hash.as_ref()[..12])).into();
        Self { body: json.into(), etag }
    }
}

/// Keeps answers by tag and key. Cheap to clone.
#[derive(Clone)]
pub struct Cache {
    answers: Moka<(String, String), Answer>,
    shared: Option<(ConnectionManager, Arc<str>)>,
}

impl Cache {
    /// An empty cache that hears of other replicas' changes when Redis is configured.
    pub async fn connect(config: &RedisConfig) -> Self {
        let answers = Moka::builder().max_capacity(10_000).time_to_live(LIFE).support_invalidation_closures().build();
        let channel: Arc<str> = format!("{}stale", config.prefix).into();
        let shared = open(config).await.map(|redis| (redis, channel.clone()));
        let cache = Self { answers, shared };
        if let Some(url) = &config.url {
            actix_web::rt::spawn(listen(url.clone(), channel, cache.clone()));
        }
        cache
    }

    /// The answer under `tag` and `key`, made by `make` if it is not there; callers
    /// that ask at the same time wait for one making.
    pub async fn get(&self, tag: &str, key: &str, make: impl Future<Output = Result<String>>) -> Result<Answer> {
        let entry = (tag.to_owned(), key.to_owned());
        let made = self.answers.try_get_with(entry, async { make.await.map(Answer::new) }).await;
        made.map_err(|shared: Arc<Error>| shared.code().error().cause(anyhow::anyhow!("{shared}")))
    }

    /// Drops every answer under `tag`, here and in the other replicas.
    pub fn invalidate(&self, tag: &str) {
        self.drop_local(tag);
        let Some((mut redis, channel)) = self.shared.clone() else { return };
        let tag = tag.to_owned();
        actix_web::rt::spawn(async move {
            if let Err(error) = redis.publish::<_, _, ()>(channel.as_ref(), tag).await {
                tracing::warn!(%error, "other replicas were not told of a change; their answers expire in 5 s");
            }
        });
    }

    fn drop_local(&self, tag: &str) {
        let tag = tag.to_owned();
        if let Err(error) = self.answers.invalidate_entries_if(move |(of, _), _| *of == tag) {
            tracing::error!(%error, "the cache cannot be invalidated");
        }
    }
}

/// A Redis connection that reconnects by itself; none when it is not configured or not there.
pub(super) async fn open(config: &RedisConfig) -> Option<ConnectionManager> {
    let url = config.url.as_deref()?;
    let opened = match redis::Client::open(url) {
        Ok(client) => ConnectionManager::new_with_config(client, manager_config()).await,
        Err(error) => Err(error),
    };
    opened.inspect_err(|error| tracing::warn!(%error, "redis is not there; going on without it")).ok()
}

/// Listens for other replicas' changes for as long as the process lives.
async fn listen(url: String, channel: Arc<str>, cache: Cache) {
    loop {
        if let Err(error) = follow(&url, &channel, &cache).await {
            tracing::debug!(%error, "lost the channel of changes; trying again");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn follow(url: &str, channel: &str, cache: &Cache) -> redis::RedisResult<()> {
    let mut subscription = redis::Client::open(url)?.get_async_pubsub().await?;
    subscription.subscribe(channel).await?;
    let mut changes = subscription.on_message();
    while let Some(change) = changes.next().await {
        cache.drop_local(&change.get_payload::<String>()?);
    }
    Ok(())
}
