//! The background worker: delivers messages, seals the audit log, makes the moves
//! that time makes. Each step stands for itself: one that fails holds up no other.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use uuid::Uuid;

use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::kernel::db::{self, Cause};
use crate::kernel::{Kernel, audit, event, idempotency, lease, outbox};
use crate::wechat::callback;
use crate::wechat::template::book::Book;
use crate::{actions, deliberations, imports, media, moderation, notifications, webhooks, wishes};

/// The lease of the steps that one replica does for all.
const LEASE: &str = "worker";

/// Works until the service ends. Webhooks and WeChat are called beside everything else: they may be slow.
pub async fn run(app: Arc<App>) {
    let owner = Uuid::now_v7().to_string();
    let main = until_the_end(&app, async || deliver(&app).await + shared_round(&app, &owner).await);
    let calls = until_the_end(&app, async || call_webhooks(&app).await);
    let messages = until_the_end(&app, async || send_messages(&app).await);
    let checks = until_the_end(&app, async || ask_wechat(&app).await);
    futures_util::join!(main, calls, messages, checks);
}

/// Does `work` again and again, with a rest when there was nothing to do.
async fn until_the_end(app: &App, work: impl AsyncFn() -> usize) {
    let idle = Duration::from_millis(app.kernel.settings.worker.idle_ms);
    while !app.shutdown.has_begun() {
        if work().await == 0 {
            tokio::select! {
                () = tokio::time::sleep(idle) => {}
                () = app.shutdown.begun() => {}
            }
        }
    }
}

/// Does all that there is to do now; for tests, which set the clock.
pub async fn drain(app: &App) {
    while deliver(app).await
        + round(app).await
        + call_webhooks(app).await
        + send_messages(app).await
        + ask_wechat(app).await
        > 0
    {}
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
    step("wishes", async || wishes::service::clock::run(kernel).await).await
        + step("deliberations", async || deliberations::service::clock::run(kernel, &app.signer).await).await
        + step("actions", async || actions::service::clock::run(kernel).await).await
        + step("imports", async || imports::service::sweep(kernel).await).await
        + step("media", async || media::service::sweep(kernel).await).await
        + step("webhooks", async || webhooks::service::sweep(kernel).await).await
        + step("messages", async || notifications::wechat::sweep(kernel).await).await
        + step("events", async || callback::sweep(kernel).await).await
        + step("audit", async || audit::seal(kernel).await).await
        + step("idempotency", async || purge(app).await).await
}

/// Delivers messages of the outbox; every replica does, each takes its own. For tests beside [`drain`], too.
pub async fn deliver(app: &App) -> usize {
    let deliver = |message: entity::kernel::outbox::Model| -> std::pin::Pin<Box<dyn Future<Output = Result<()>>>> {
        let (kernel, pictures, book) = (app.kernel.clone(), app.pictures.clone(), app.wechat.templates().clone());
        Box::pin(async move {
            match message.topic.as_str() {
                event::TOPIC => announce(&kernel, &book, &message.payload).await,
                callback::TOPIC => callback::process(&kernel, &message.payload).await,
                media::service::TOPIC_REMOVED => media::service::removed(&pictures, message.payload).await,
                topic => Err(Code::Internal.error().cause(anyhow::anyhow!("nobody delivers {topic}"))),
            }
        })
    };
    step("outbox", async || outbox::work_once(&app.kernel, &deliver).await).await
}

/// People are told, and programs; each twice rather than not at all.
async fn announce(kernel: &Kernel, book: &Book, payload: &serde_json::Value) -> Result<()> {
    webhooks::service::announce(kernel, payload).await?;
    notifications::service::announce(kernel, book, payload).await
}

async fn send_messages(app: &App) -> usize {
    step("messages", async || notifications::wechat::work_once(&app.kernel, &app.wechat).await).await
}

async fn ask_wechat(app: &App) -> usize {
    step("checks", async || moderation::check::work_once(&app.kernel, &app.wechat).await).await
}

async fn call_webhooks(app: &App) -> usize {
    step("webhooks", async || webhooks::service::work_once(&app.kernel, &app.webhooks).await).await
}

async fn purge(app: &App) -> Result<usize> {
    let purged = db::write(&app.kernel, Cause::system(), async |tx| idempotency::purge(tx).await).await?;
    Ok(usize::try_from(purged).unwrap_or(usize::MAX))
}

/// One step; neither an error nor a panic in it ends the worker. Each lives on the heap: unoptimised, a
/// round that held all of them at once would take half of a thread's stack.
async fn step(name: &'static str, work: impl AsyncFnOnce() -> Result<usize>) -> usize {
    match AssertUnwindSafe(Box::pin(work())).catch_unwind().await {
        Ok(outcome) => outcome.unwrap_or_else(|error| report(name, &error)),
        Err(panic) => report(name, &Error::of_panic(panic)),
    }
}

fn report(step: &'static str, error: &Error) -> usize {
    tracing::error!(step, %error, "a step of the worker failed; it is tried again");
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn neither_an_error_nor_a_panic_in_a_step_ends_the_worker() {
        assert_eq!(step("test", async || Ok(3)).await, 3);
        assert_eq!(step("test", async || Err(Code::Unavailable.into())).await, 0);
        assert_eq!(step("test", async || panic!("a shelf fell down")).await, 0);
    }
}
