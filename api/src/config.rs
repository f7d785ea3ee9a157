//! How an installation is set up: defaults, then a TOML file, then `SIWEI__SECTION__KEY`
//! variables. Every key is described in `docs/operations.md`.

mod limits;
mod moderation;
mod print;
mod storage;
mod webhooks;
mod wechat;

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use secrecy::SecretString;
use serde::Deserialize;

pub use limits::LimitConfig;
pub use moderation::ModerationConfig;
pub use print::PrintConfig;
pub use storage::{DatabaseConfig, RedisConfig, S3Config, StorageConfig};
pub use webhooks::WebhookConfig;
pub use wechat::{MiniProgramState, WechatApp, WechatConfig, WechatMode, WechatPages, WechatTemplate};

/// Where the service runs; production refuses everything that only demos and tests may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// A developer's or newcomer's machine.
    #[default]
    Development,
    /// Real people's data.
    Production,
}

/// The whole configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the service runs.
    pub environment: Environment,
    /// Fill an empty database with the demo data of 吉通社区 and hand out demo tokens.
    pub demo: bool,
    /// Address and port to listen on; port 0 takes a free one.
    pub listen: String,
    /// The address under which callers reach the service, for links.
    pub public_url: String,
    /// Where the embedded database, pictures and development secrets live.
    pub data_dir: PathBuf,
    /// Seconds between `/readyz` turning 503 on a signal and the listener closing: time for a
    /// load balancer that asks to look elsewhere.
    pub shutdown_notice_seconds: u64,
    /// HTTP workers; 0 takes one for each core.
    pub http_workers: usize,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Origins whose browsers may call the API (CORS).
    pub allowed_origins: Vec<String>,
    /// The database.
    pub database: DatabaseConfig,
    /// Redis; absent means in process.
    pub redis: RedisConfig,
    /// Keys.
    pub secrets: Secrets,
    /// Signing in.
    pub auth: AuthConfig,
    /// WeChat.
    pub wechat: WechatConfig,
    /// Pictures.
    pub storage: StorageConfig,
    /// Rate limits.
    pub limits: LimitConfig,
    /// The background worker.
    pub worker: WorkerConfig,
    /// Sheets for the notice board.
    pub print: PrintConfig,
    /// Webhooks.
    pub webhooks: WebhookConfig,
    /// Content safety.
    pub moderation: ModerationConfig,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            environment: Environment::Development,
            demo: false,
            listen: "127.0.0.1:8080".into(),
            public_url: "http://127.0.0.1:8080".into(),
            data_dir: "data".into(),
            shutdown_notice_seconds: 0,
            http_workers: 0,
            trusted_proxies: Vec::new(),
            allowed_origins: Vec::new(),
            database: DatabaseConfig::default(),
            redis: RedisConfig::default(),
            secrets: Secrets::default(),
            auth: AuthConfig::default(),
            wechat: WechatConfig::default(),
            storage: StorageConfig::default(),
            limits: LimitConfig::default(),
            worker: WorkerConfig::default(),
            print: PrintConfig::default(),
            webhooks: WebhookConfig::default(),
            moderation: ModerationConfig::default(),
        }
    }
}

/// Keys: 32 bytes each, base64. In development missing ones are made and kept in the data folder.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Secrets {
    /// Encryption keys of personal data by key id.
    pub vault_keys: BTreeMap<String, SecretString>,
    /// The id of the key that new data is sealed with.
    pub vault_active: String,
    /// The key of the blind indexes.
    pub blind_index: Option<SecretString>,
    /// The key that access tokens are signed with.
    pub access_token: Option<SecretString>,
    /// The key that refresh tokens are derived with.
    pub refresh_token: Option<SecretString>,
    /// The key that picture links are signed with.
    pub media_link: Option<SecretString>,
    /// The key that receipts and published results are signed with.
    pub ballot_signing: Option<SecretString>,
}

/// Signing in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuthConfig {
    /// Life of an access token in seconds.
    pub access_seconds: i64,
    /// Life of a session without use, in days.
    pub session_days: i64,
    /// Seconds within which the immediate predecessor of a refresh token is still honoured.
    pub refresh_grace_seconds: i64,
    /// argon2id memory in KiB.
    pub argon2_memory_kib: u32,
    /// Failed password sign-ins before an account is locked.
    pub lockout_after: i32,
    /// Minutes of the first lock; each further one doubles.
    pub lockout_minutes: i64,
}

impl Default for AuthConfig {
    fn default() -> Self {
        Self {
            access_seconds: 15 * 60,
            session_days: 60,
            refresh_grace_seconds: 10,
            argon2_memory_kib: 46 * 1024,
            lockout_after: 5,
            lockout_minutes: 15,
        }
    }
}

/// The background worker.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WorkerConfig {
    /// Whether this process runs one; several replicas share the work.
    pub enabled: bool,
    /// Milliseconds to rest when there was nothing to do.
    pub idle_ms: u64,
}

impl Default for WorkerConfig {
    fn default() -> Self {
        Self { enabled: true, idle_ms: 500 }
    }
}

impl Config {
    /// Reads the configuration: the file (or `siwei.toml` when there is one), then the environment.
    pub fn load(file: Option<&str>) -> anyhow::Result<Self> {
        Self::load_with(file, std::env::vars().collect())
    }

    /// Reads the configuration with these variables in place of the environment.
    pub fn load_with(file: Option<&str>, variables: HashMap<String, String>) -> anyhow::Result<Self> {
        let source = match file {
            Some(path) => config::File::with_name(path),
            None => config::File::with_name("siwei").required(false),
        };
        let environment = config::Environment::with_prefix("SIWEI")
            .prefix_separator("__")
            .separator("__")
            .try_parsing(true)
            .ignore_empty(true)
            .source(Some(variables));
        let config: Self = config::Config::builder()
            .add_source(source)
            .add_source(environment)
            .build()
            .context("the configuration cannot be read")?
            .try_deserialize()
            .context("the configuration has a wrong key or value (docs/operations.md lists them)")?;
        config.check()?;
        Ok(config)
    }

    /// Refuses what cannot work, and combinations that would harm real people's data.
    pub fn check(&self) -> anyhow::Result<()> {
        crate::wechat::check(&self.wechat)?;
        crate::moderation::check_words(self.moderation.words_file.as_deref()).context("moderation.words_file")?;
        if self.environment != Environment::Production {
            return Ok(());
        }
        ensure!(!self.demo, "demo data and demo tokens are refused in production: set demo = false");
        ensure!(
            self.wechat.mode == WechatMode::Live,
            "wechat.mode = sandbox lets anybody be anybody and is refused in production: set it to live"
        );
        ensure!(
            self.wechat.base_url.starts_with("https://"),
            "wechat.base_url must be https in production: the AppSecret travels to it"
        );
        ensure!(
            !self.webhooks.allow_http && !self.webhooks.allow_private_addresses,
            "webhooks.allow_http and webhooks.allow_private_addresses are for tests: webhooks could reach what only \
             this machine may"
        );
        let secrets = &self.secrets;
        ensure!(
            !secrets.vault_keys.is_empty()
                && secrets.blind_index.is_some()
                && secrets.access_token.is_some()
                && secrets.refresh_token.is_some()
                && secrets.media_link.is_some()
                && secrets.ballot_signing.is_some(),
            "production needs all of secrets.*: make them with `siwei admin make-secrets`"
        );
        Ok(())
    }

    /// The database's address, with the embedded one as the default.
    pub fn database_url(&self) -> String {
        if self.database.url.is_empty() {
            format!("sqlite://{}", self.data_dir.join("siwei.sqlite").display())
        } else {
            self.database.url.clone()
        }
    }
}
