//! `siwei serve`: the API on its address until it is told to stop.

use std::net::TcpListener;

use anyhow::Context;
use clap::Args;

use crate::app::{self, App};
use crate::config::Config;

/// Serve the API.
#[derive(Debug, Args)]
pub struct Serve {
    /// 监听地址，如 127.0.0.1:8080
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// 空数据库时填入吉通社区的演示数据
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
        let listener = TcpListener::bind(&config.listen)
            .with_context(|| format!("cannot listen on {} (is another siwei running?)", config.listen))?;
        let app = App::build(config).await?;
        let server = app::serve(app, listener)?;
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            stop_signal().await;
            handle.stop(true).await;
        });
        Ok(server.await?)
    }
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
