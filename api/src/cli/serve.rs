//! `siwei serve`: the API on its address until it is told to stop.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use anyhow::Context;
use clap::Args;

use crate::app::{self, App};
use crate::config::Config;
use crate::{demo, observe, worker};

/// How long the worker may take to finish what it is doing.
const WORKER_TIME: Duration = Duration::from_secs(5);

/// 启动服务
///
/// Serves the API until SIGTERM or Ctrl-C. Brings the database schema up to date first.
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples
  siwei serve                                   用当前目录的 siwei.toml / with the settings of this folder
  siwei serve --demo                            内置 SQLite，填入演示数据，打印体验令牌 / with demo data
  siwei serve --listen 127.0.0.1:0              任取一个空闲端口，见日志 / on a free port, see the log
  SIWEI__DATABASE__URL=postgres://… siwei serve 换用 PostgreSQL / on PostgreSQL")]
pub struct Serve {
    /// 监听地址，如 127.0.0.1:8080 / Address to listen on
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// 空数据库时填入吉通社区的演示数据 / Fill an empty database with demo data
    #[arg(long)]
    demo: bool,
}

impl Serve {
    /// Serves until a signal ends it.
    pub async fn run(self, mut config: Config) -> anyhow::Result<()> {
        config.demo |= self.demo;
        if let Some(listen) = self.listen {
            config.listen = listen;
        }
        let _log = observe::log::start();
        let listener = TcpListener::bind(&config.listen).with_context(|| not_listening(&config.listen))?;
        if config.demo {
            demo::wechat::play(&mut config.wechat, listener.local_addr()?.port());
        }
        let app = App::build(config).await?;
        tracing::info!(address = %listener.local_addr()?, version = env!("CARGO_PKG_VERSION"), "serving");
        if app.kernel.settings.demo {
            show_demo(&app).await?;
        }
        let server = app::serve(Arc::clone(&app), listener)?;
        let works = app.kernel.settings.worker.enabled;
        let worker = works.then(|| actix_web::rt::spawn(worker::run(Arc::clone(&app))));
        actix_web::rt::spawn(stop_when_told(app, server.handle()));
        server.await?;
        if let Some(worker) = worker {
            // What it is in the middle of is finished; nothing is lost if it is not.
            let _ = tokio::time::timeout(WORKER_TIME, worker).await;
        }
        tracing::info!("stopped");
        Ok(())
    }
}

fn not_listening(address: &str) -> String {
    format!(
        "{address} 不能监听，可能已有另一个 siwei 在运行；换一个端口：--listen 127.0.0.1:9000，或 PORT=9000 ./run\n\
         cannot listen on {address}: is another siwei running? Take another port with --listen or PORT=9000 ./run\n\
         原因 / reason"
    )
}

/// Fills an empty database and says what to try first.
async fn show_demo(app: &App) -> anyhow::Result<()> {
    let started = std::time::Instant::now();
    if demo::fill(app).await? {
        eprintln!("已填入吉通社区的演示数据，用时 {:.1} 秒 / demo data is in", started.elapsed().as_secs_f32());
    }
    println!("{}", demo::table(&app.kernel.settings.public_url, &demo::ready(app).await?));
    println!("停止 / stop             Ctrl-C\n");
    Ok(())
}

/// On a signal: not ready any more, so that nobody sends new requests; then no new
/// connections, and an end when what is being answered has been answered.
async fn stop_when_told(app: Arc<App>, server: ServerHandle) {
    stop_signal().await;
    tracing::info!("stopping");
    app.shutdown.begin();
    tokio::time::sleep(Duration::from_secs(app.kernel.settings.shutdown_notice_seconds)).await;
    server.stop(true).await;
    app.ballots.stop().await;
}

/// Waits for SIGTERM or Ctrl-C.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
