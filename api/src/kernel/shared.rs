//! The connection to what replicas share.

use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};

use crate::config::RedisConfig;

/// A connection to Redis for those who can do without it: nobody waits longer than `patience`. Needs no Redis yet;
/// only its address must make sense, or the log says `otherwise`. None without an address.
pub fn connection(config: &RedisConfig, patience: Duration, otherwise: &str) -> Option<ConnectionManager> {
    let url = config.url.as_deref()?;
    let patience = ConnectionManagerConfig::new()
        .set_number_of_retries(1)
        .set_connection_timeout(Some(patience))
        .set_response_timeout(Some(patience));
    redis::Client::open(url)
        .and_then(|client| ConnectionManager::new_lazy_with_config(client, patience))
        .inspect_err(|error| tracing::error!(%error, "redis.url makes no sense; {otherwise}"))
        .ok()
}
