//! Tells other replicas what to forget, by Redis pub/sub, and hears what they say.

use std::sync::Weak;
use std::time::Duration;

use futures_util::StreamExt;
use redis::AsyncCommands;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::Inner;
use crate::config::RedisConfig;

/// Messages that may wait while Redis is slow; more are dropped, the time-to-live covers them.
const WAITING: usize = 1_024;

/// The rest before Redis is tried again.
const REST: Duration = Duration::from_secs(1);

#[derive(Clone)]
pub(super) struct Fanout {
    client: redis::Client,
    channel: String,
    /// Our own messages come back to us; this tells them from the others'.
    replica: Uuid,
    outgoing: mpsc::Sender<String>,
}

impl Fanout {
    /// Needs no Redis yet; only its address must make sense.
    pub(super) fn new(config: &RedisConfig) -> Option<Self> {
        let url = config.url.as_deref()?;
        let client = redis::Client::open(url)
            .inspect_err(|error| tracing::error!(%error, "redis.url makes no sense; replicas will not hear of changes"))
            .ok()?;
        let (outgoing, incoming) = mpsc::channel(WAITING);
        let channel = format!("{}cache", config.prefix);
        let fanout = Self { client, channel, replica: Uuid::new_v4(), outgoing };
        tokio::spawn(speak(fanout.client.clone(), fanout.channel.clone(), incoming));
        Some(fanout)
    }

    /// Lets the other replicas forget `tag`; never waits.
    pub(super) fn tell(&self, tag: &str) {
        if self.outgoing.try_send(format!("{} {tag}", self.replica)).is_err() {
            tracing::debug!("a cache message was dropped");
        }
    }

    /// Forgets in `cache` what others say, for as long as it lives.
    pub(super) fn listen(self, cache: Weak<Inner>) {
        tokio::spawn(async move {
            while cache.strong_count() > 0 {
                if let Err(error) = self.hear(&cache).await {
                    tracing::debug!(%error, "redis does not speak");
                }
                tokio::time::sleep(REST).await;
            }
        });
    }

    async fn hear(&self, cache: &Weak<Inner>) -> redis::RedisResult<()> {
        let mut subscription = self.client.get_async_pubsub().await?;
        subscription.subscribe(&self.channel).await?;
        // Whatever was said while nobody listened is lost.
        cache.upgrade().into_iter().for_each(|cache| cache.forget_all());
        let own = self.replica.to_string();
        let mut messages = subscription.on_message();
        while let Some(message) = messages.next().await {
            let Some(cache) = cache.upgrade() else { break };
            let text: String = message.get_payload()?;
            match text.split_once(' ') {
                Some((replica, tag)) if replica != own => cache.forget(tag),
                _ => {}
            }
        }
        Ok(())
    }
}

async fn speak(client: redis::Client, channel: String, mut incoming: mpsc::Receiver<String>) {
    let config = ConnectionManagerConfig::new()
        .set_number_of_retries(1)
        .set_connection_timeout(Some(REST))
        .set_response_timeout(Some(REST));
    let Ok(mut redis) = ConnectionManager::new_lazy_with_config(client, config) else { return };
    while let Some(message) = incoming.recv().await {
        if let Err(error) = redis.publish::<_, _, ()>(&channel, message).await {
            tracing::debug!(%error, "redis does not hear");
        }
    }
}
