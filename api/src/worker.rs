//! The background worker: delivers messages, seals the audit log, makes the moves
//! that time makes. Each step stands for itself: one that fails holds up no other.

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::app::App;
use crate::error::{Code, Result};
use crate::kernel::db::{self, Cause};
use crate::kernel::{audit, event, idempotency, lease, outbox};
use crate::{deliberations, imports, media, notifications, wishes};

/// The lease of the steps that one replica does for all.
const LEASE: &str = "worker";

/// Works until the service ends.
pub async fn run(app: Arc<App>) {
    let owner = Uuid::now_v7().to_string();
    let idle = Duration::from_millis(app.kernel.settings.worker.idle_ms);
    while !app.shutdown.has_begun() {
        let moved = deliver(&app).await + shared_round(&app, &owner).await;
        if moved == 0 {
            tokio::select! {
                () = tokio::time::sleep(idle) => {}
                () = app.shutdown.begun() => {}
            }
        }
    }
}

/// Does all that there is to do now; for tests, which set the clock.
pub async fn drain(app: &App) {
    while deliver(app).await + round(app).await > 0 {}
}

/// The steps that need only one replica.
async fn shared_round(app: &App, owner: &str) -> usize {
    match lease::hold(&app.kernel, LEASE, owner).await {
        Ok(true) => round(app).await,
        Ok(false) => 0,
        Err(error) => report("lease", &error),
    }
}

async fn round(app: &App) -> usize {
    let kernel = &app.kernel;
    done("wishes", wishes::service::clock::run(kernel).await)
        + done("deliberations", deliberations::service::clock::run(kernel).await)
        + done("imports", imports::service::sweep(kernel).await)
        + done("media", media::service::sweep(kernel).await)
        + done("audit", audit::seal(kernel).await)
        + done("idempotency", purge(app).await)
}

/// Delivers messages; every replica does, each takes its own.
async fn deliver(app: &App) -> usize {
    let deliver = |message: entity::kernel::outbox::Model| -> std::pin::Pin<Box<dyn Future<Output = Result<()>>>> {
        let (kernel, pictures) = (app.kernel.clone(), app.pictures.clone());
        Box::pin(async move {
            match message.topic.as_str() {
                event::TOPIC => notifications::service::announce(&kernel, &message.payload).await,
                media::service::TOPIC_REMOVED => media::service::removed(&pictures, message.payload).await,
                topic => Err(Code::Internal.error().cause(anyhow::anyhow!("nobody delivers {topic}"))),
            }
        })
    };
    done("outbox", outbox::work_once(&app.kernel, &deliver).await)
}

async fn purge(app: &App) -> Result<usize> {
    let purged = db::write(&app.kernel, Cause::system(), async |tx| idempotency::purge(tx).await).await?;
    Ok(usize::try_from(purged).unwrap_or(usize::MAX))
}

fn done(step: &'static str, outcome: Result<usize>) -> usize {
    outcome.unwrap_or_else(|error| report(step, &error))
}

fn report(step: &'static str, error: &crate::error::Error) -> usize {
    tracing::error!(step, %error, "a step of the worker failed; it is tried again");
    0
}
