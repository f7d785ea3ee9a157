//! Where data is kept: database, Redis, pictures.

use secrecy::SecretString;
use serde::Deserialize;

/// The database.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseConfig {
    /// `sqlite://…` or `postgres://…`; empty means SQLite in the data folder.
    pub url: String,
    /// Connections in the pool.
    pub max_connections: u32,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self { url: String::new(), max_connections: 8 }
    }
}

/// Redis: rate windows, cache hints. Nothing that matters.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RedisConfig {
    /// `redis://…`; absent means that everything stays in process.
    pub url: Option<String>,
    /// Put before every key and channel, so that installations can share one Redis.
    pub prefix: String,
}

impl Default for RedisConfig {
    fn default() -> Self {
        Self { url: None, prefix: "siwei:".into() }
    }
}

/// Where pictures are kept.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StorageConfig {
    /// An S3-compatible bucket; absent means a folder in the data folder.
    pub s3: Option<S3Config>,
}

/// An S3-compatible bucket (COS, OSS, MinIO …).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3Config {
    /// The service's address.
    pub endpoint: String,
    /// The region's name.
    pub region: String,
    /// The bucket's name.
    pub bucket: String,
    /// Access key id.
    pub access_key_id: String,
    /// Secret access key.
    pub secret_access_key: SecretString,
    /// `bucket.host` instead of `host/bucket`.
    #[serde(default)]
    pub virtual_hosted_style: bool,
}
