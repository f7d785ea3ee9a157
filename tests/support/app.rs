//! A server in the test's own process, on a port of its own.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use api::app::{App, serve};
use api::config::{Config, RedisConfig};
use api::kernel::Kernel;
use reqwest::Method;
use sea_orm::DbBackend;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::database::TestDatabase;
use crate::server::Server;
use crate::template::Content;
use crate::{Answer, Community, Person, Request};

/// Keys that are nobody's.
const KEY: &str = "dGVzdHMgdXNlIHRoaXMga2V5LCBub2JvZHkgZWxzZSE=";

/// In a public address: the port that the server will listen on.
const ANY_PORT: &str = ":0";

/// A running siwei with a database of its own. Everything goes when it is dropped.
pub struct TestApp {
    /// The server's inside: for the clock, and for rows that no route makes.
    pub app: Arc<App>,
    /// Where it listens.
    pub address: SocketAddr,
    pub(crate) http: reqwest::Client,
    pub(crate) home: OnceCell<Community>,
    server: Server<Arc<App>>,
    database: Arc<TestDatabase>,
}

impl TestApp {
    /// A fresh server on a fresh database.
    pub async fn spawn() -> Self {
        Self::with(|_| {}).await
    }

    /// A fresh server, set up otherwise.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::on(Content::Nothing, change).await
    }

    /// A fresh server on a copy of the demo, as it is when it has just been filled.
    pub async fn demo() -> Self {
        Self::on(Content::Demo, |config| config.demo = true).await
    }

    async fn on(content: Content, change: impl FnOnce(&mut Config)) -> Self {
        log_if_wanted();
        let database = Arc::new(TestDatabase::with(content).await);
        let mut config = quiet_config(database.url(), database.folder());
        change(&mut config);
        Self::start(config, database).await
    }

    /// One more server on the same database and Redis.
    pub async fn replica(&self) -> Self {
        self.replica_with(|_| {}).await
    }

    /// One more server on the same database and Redis, set up otherwise.
    pub async fn replica_with(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::clone(&self.app.kernel.settings);
        change(&mut config);
        Self::start(config, Arc::clone(&self.database)).await
    }

    async fn start(config: Config, database: Arc<TestDatabase>) -> Self {
        let server = Server::start(async move |listener| {
            let mut config = config;
            let port = listener.local_addr()?.port();
            config.public_url = config.public_url.replace(ANY_PORT, &format!(":{port}"));
            if config.demo {
                api::demo::wechat::play(&mut config.wechat, port);
            }
            let app = App::build(config).await.expect("the server cannot be built");
            let server = serve(Arc::clone(&app), listener)?;
            Ok((app, server))
        })
        .await;
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("no HTTP client");
        let (app, address) = (Arc::clone(&server.inside), server.address);
        Self { app, address, http, home: OnceCell::new(), server, database }
    }

    /// What everything in the server shares.
    pub fn kernel(&self) -> &Kernel {
        &self.app.kernel
    }

    /// Whether the database is PostgreSQL.
    pub fn is_on_postgres(&self) -> bool {
        self.kernel().db.get_database_backend() == DbBackend::Postgres
    }

    /// The server's address, as in `http://127.0.0.1:40123`.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Moves the server's clock forward.
    pub fn advance(&self, by: Duration) {
        self.kernel().clock.advance(chrono::Duration::from_std(by).expect("no such long time"));
    }

    /// Sets the server's clock to this instant, back or forward; it runs on from there.
    pub fn set_clock(&self, instant: &str) {
        let instant: chrono::DateTime<chrono::Utc> = instant.parse().expect("no instant");
        let clock = &self.kernel().clock;
        clock.advance(instant - clock.approximate());
    }

    /// Moves the server's clock forward by whole days.
    pub fn advance_days(&self, days: u64) {
        self.advance(Duration::from_secs(days * 24 * 60 * 60));
    }

    /// Lets the background worker do all that there is to do now.
    pub async fn drain(&self) {
        self.inside(async |app| api::worker::drain(&app).await).await;
    }

    /// Somebody who has not signed in.
    pub fn anonymous(&self) -> Person {
        Person::nobody(self)
    }

    /// A GET outside `/api/v1`, such as `/readyz`.
    pub async fn fetch(&self, path: &str) -> Answer {
        Request::outside(&self.http, &self.base(), Method::GET, path).send().await
    }

    /// Any request outside `/api/v1`.
    pub fn outside(&self, method: Method, path: &str) -> Request {
        Request::outside(&self.http, &self.base(), method, path)
    }

    /// Any request to another server, such as a proxy before this one.
    pub fn elsewhere(&self, base: &str, method: Method, path: &str) -> Request {
        Request::outside(&self.http, base, method, path)
    }

    /// Runs `work` where the server runs: for functions of the server that no route calls.
    pub async fn inside<T: Send + 'static>(&self, work: impl AsyncFnOnce(Arc<App>) -> T + Send + 'static) -> T {
        self.server.run(work).await
    }

    /// A handle on the server, to stop it before the test ends.
    pub fn server(&self) -> ServerHandle {
        self.server.handle.clone()
    }
}

/// Small, fast, without limits and without a worker that acts by itself.
pub(crate) fn quiet_config(url: String, folder: &Path) -> Config {
    let mut config =
        Config { data_dir: folder.to_owned(), listen: "127.0.0.1:0".into(), http_workers: 2, ..Config::default() };
    config.database.url = url;
    // Two are a race, and a replica brings two more; every further one would only prepare each statement anew.
    config.database.max_connections = 2;
    config.redis = RedisConfig {
        url: std::env::var("SIWEI_TEST_REDIS_URL").ok(),
        prefix: format!("siwei-test-{}:", Uuid::now_v7().simple()),
    };
    config.secrets.vault_keys = [("test".to_owned(), KEY.into())].into();
    config.secrets.vault_active = "test".into();
    config.secrets.blind_index = Some(KEY.into());
    config.secrets.access_token = Some(KEY.into());
    config.secrets.refresh_token = Some(KEY.into());
    config.secrets.media_link = Some(KEY.into());
    config.secrets.ballot_signing = Some(KEY.into());
    config.auth.argon2_memory_kib = 64;
    config.limits.enabled = false;
    config.worker.enabled = false;
    config
}

/// Shows the server's log when `RUST_LOG` asks for it.
fn log_if_wanted() {
    if std::env::var_os("RUST_LOG").is_some() {
        let filter = tracing_subscriber::EnvFilter::from_default_env();
        let _ = tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().try_init();
    }
}
