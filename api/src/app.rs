//! The composition root: everything that a running siwei consists of, put together once.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_cors::Cors;
use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App as WebApp, HttpServer, web};
use fake_wechat::Fake;

use crate::actions::signing::{Signing, Signups};
use crate::auth::RefreshTokens;
use crate::auth::service::hashing::Passwords;
use crate::auth::token::AccessTokens;
use crate::config::Config;
use crate::deliberations::casting::{Ballots, Casting};
use crate::deliberations::signing::Signer;
use crate::http::{self, Routes};
use crate::kernel::idempotency::Running;
use crate::kernel::{Cache, Clock, Kernel, Limiter, Links, Vault, db};
use crate::keys::Keys;
use crate::media::PictureStore;
use crate::observe::{self, Metrics};
use crate::print::Printer;
use crate::shutdown::Shutdown;
use crate::webhooks;
use crate::wechat::{self, Shelf, Wechat};
use crate::{demo, docs, openapi};

/// An idle connection is kept longer than nginx keeps it (60 s): the one that closes it
/// must be the one that would send the next request.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// A request line and headers that have not arrived by then are given up.
const HEADER_TIME: Duration = Duration::from_secs(10);

/// What is being answered when the process is told to stop has this long to finish.
const FINISH_SECONDS: u64 = 30;

/// A running siwei, shared by its HTTP workers and its background worker.
pub struct App {
    /// The mechanisms.
    pub kernel: Kernel,
    /// Access tokens.
    pub tokens: AccessTokens,
    /// Refresh tokens.
    pub refresh_tokens: RefreshTokens,
    /// Passwords.
    pub passwords: Passwords,
    /// Keys of this installation.
    pub keys: Keys,
    /// The operator's figures.
    pub metrics: Metrics,
    /// Whether it is about to end.
    pub shutdown: Shutdown,
    /// Pictures.
    pub pictures: PictureStore,
    /// WeChat's servers.
    pub wechat: Wechat,
    /// The one that plays them in a demo.
    pub fake_wechat: Option<Fake>,
    /// Calls to webhooks.
    pub webhooks: webhooks::Caller,
    /// Receipts and published results.
    pub signer: Signer,
    /// The writer of ballots.
    pub ballots: Ballots,
    /// The writer of sign-ups.
    pub signups: Signups,
    /// Sheets for the notice board.
    pub printer: Printer,
}

impl App {
    /// Connects, migrates and puts everything together.
    pub async fn build(config: Config) -> anyhow::Result<Arc<Self>> {
        config.check()?;
        std::fs::create_dir_all(&config.data_dir)?;
        let keys = Keys::open(&config)?;
        let db = db::connect(&config.database_url(), config.database.max_connections).await?;
        db::migrate(&db, &config.database_url()).await?;
        let pictures = PictureStore::open(&config)?;
        let printer = Printer::open(config.print.font.as_deref())?;
        let kernel = Kernel {
            db,
            clock: Clock::default(),
            vault: Vault::new(&keys.vault)?,
            cache: Cache::connect(&config.redis).await,
            limiter: Limiter::connect(&config.redis).await,
            running: Running::default(),
            links: Links::new(&keys.media_link, &config.public_url),
            settings: Arc::new(config),
        };
        let passwords = Passwords::new(kernel.settings.auth.argon2_memory_kib)?;
        let shelf = Shelf::new(&kernel.settings.redis, &kernel.vault);
        let wechat = Wechat::new(&kernel.settings.wechat, kernel.clock.clone(), shelf.as_ref())?;
        let webhooks = webhooks::Caller::new(&kernel.settings.webhooks);
        let signer = Signer::new(&keys.ballot_signing)?;
        Ok(Arc::new(Self {
            wechat,
            fake_wechat: kernel.settings.demo.then(|| demo::wechat::fake(&kernel.settings.wechat)),
            webhooks,
            pictures,
            tokens: AccessTokens::new(&keys.access_token),
            refresh_tokens: RefreshTokens::new(&keys.refresh_token),
            passwords,
            ballots: Ballots::start(kernel.clone(), Casting),
            signups: Signups::start(kernel.clone(), Signing),
            kernel,
            signer,
            printer,
            keys,
            metrics: Metrics::new()?,
            shutdown: Shutdown::default(),
        }))
    }
}

/// What all documented routes begin with.
pub const API: &str = "/api/v1";

/// Every documented route, under [`API`]. The document is made from the same list.
pub fn rooms(routes: &mut Routes<'_>) {
    // Rooms mount here, one line each, in alphabetical order, but for the first two: routes are
    // looked through one after the other, and these are what everybody asks for at once.
    crate::deliberations::mount(routes);
    crate::wishes::mount(routes);
    crate::actions::mount(routes);
    crate::auth::mount(routes);
    crate::calendar::mount(routes);
    crate::community::mount(routes);
    crate::emergencies::mount(routes);
    crate::imports::mount(routes);
    crate::inbox::mount(routes);
    crate::media::mount(routes);
    crate::notifications::mount(routes);
    crate::reports::mount(routes);
    crate::volunteers::mount(routes);
    crate::webhooks::mount(routes);
    crate::moderation::mount(routes);
}

/// Serves `app` on an open listener.
pub fn serve(app: Arc<App>, listener: TcpListener) -> std::io::Result<Server> {
    let settings = Arc::clone(&app.kernel.settings);
    let fake_wechat = app.fake_wechat.clone();
    let data = web::Data::from(app);
    http::learn_paths(openapi::document);
    let mut server = HttpServer::new({
        let settings = Arc::clone(&settings);
        move || {
            WebApp::new()
                .app_data(data.clone())
                .wrap(cors(&settings))
                .wrap(from_fn(http::envelope))
                .wrap(from_fn(observe::watch))
                .configure(observe::mount)
                .configure(|config| Routes::serve(config, API, rooms))
                .configure(wechat::callback::mount)
                .configure(|config| fake_wechat.iter().for_each(|fake| fake.mount(config)))
                .configure(docs::mount)
                .default_service(web::to(http::fallback))
        }
    });
    if settings.http_workers > 0 {
        server = server.workers(settings.http_workers);
    }
    let server = server.disable_signals().keep_alive(KEEP_ALIVE).client_request_timeout(HEADER_TIME);
    Ok(server.shutdown_timeout(FINISH_SECONDS).listen(listener)?.run())
}

/// Browsers of the named origins may call the API; mini-programs need no permission.
fn cors(config: &Config) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "POST", "PUT", "DELETE"])
        .allow_any_header()
        .expose_headers(["ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id"])
        .max_age(3600);
    config.allowed_origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}
