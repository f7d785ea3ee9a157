//! The worker's step: leases what is due, makes the calls side by side, writes down what came of them.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;

use chrono::{DateTime, Utc};
use entity::auth::api_client;
use entity::ids::WebhookId;
use entity::webhooks::{WebhookFailure, webhook, webhook_delivery};
use futures_util::FutureExt;
use futures_util::future::join_all;
use zeroize::Zeroizing;

use super::queue::{claim, settle};
use crate::error::{Error, Result};
use crate::kernel::Kernel;
use crate::kernel::crypto::Field;
use crate::kernel::db::{self, Cause};
use crate::webhooks::client::{Caller, Message, Outcome};
use crate::webhooks::{signature, store};

/// Sends what is due; returns how many messages were tried.
pub async fn work_once(kernel: &Kernel, caller: &Caller) -> Result<usize> {
    // Most of the time there is nothing: that is seen without a transaction that others wait for.
    let now = kernel.clock.now(&kernel.db).await?;
    if store::with_due(&kernel.db, now, 1).await?.is_empty() {
        return Ok(0);
    }
    let due = db::write(kernel, Cause::system(), async |tx| claim(tx).await).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let targets = targets(kernel, &due).await?;
    let sends = due.iter().map(|message| one(kernel, caller, targets.get(&message.webhook_id), message));
    for outcome in join_all(sends).await {
        if let Err(error) = outcome {
            // Its lease runs out, and it is tried again.
            tracing::error!(%error, "what came of a webhook's message is not written down");
        }
    }
    Ok(due.len())
}

/// Where a message goes.
struct Target {
    webhook: webhook::Model,
    may_hear: bool,
}

/// The webhooks of these messages; a program whose key has ended hears nothing more.
async fn targets(kernel: &Kernel, due: &[webhook_delivery::Model]) -> Result<HashMap<WebhookId, Target>> {
    let now = kernel.clock.approximate();
    let rows = store::by_id(&kernel.db, due.iter().map(|message| message.webhook_id), now).await?;
    let target = |(webhook, client): (webhook::Model, Option<api_client::Model>)| {
        (webhook.id, Target { webhook, may_hear: client.is_some() })
    };
    Ok(rows.into_iter().map(target).collect())
}

/// One message: neither a failure nor a panic disturbs the others.
async fn one(
    kernel: &Kernel,
    caller: &Caller,
    target: Option<&Target>,
    message: &webhook_delivery::Model,
) -> Result<()> {
    // Removed meanwhile, with its messages.
    let Some(target) = target else { return Ok(()) };
    let sending = AssertUnwindSafe(send(kernel, caller, target, message)).catch_unwind().await;
    let outcome = sending.unwrap_or_else(|panic| Err(Error::of_panic(panic)))?;
    if let Some(failure) = outcome.failure {
        tracing::info!(webhook = %message.webhook_id, message = %message.id, %failure, status = outcome.status,
            attempts = message.attempts, "a webhook's message has not arrived");
    }
    db::write(kernel, Cause::system(), async |tx| settle(tx, message, &outcome).await).await
}

async fn send(kernel: &Kernel, caller: &Caller, target: &Target, message: &webhook_delivery::Model) -> Result<Outcome> {
    if !target.may_hear {
        return Ok(Outcome::failed(WebhookFailure::KeyEnded));
    }
    let now = kernel.clock.approximate();
    let (id, timestamp) = (message.id.to_string(), now.timestamp());
    let signature = signature::sign(&secrets(kernel, &target.webhook, now)?, &id, timestamp, &message.body)?;
    Ok(caller.call(&target.webhook.url, Message { id, timestamp, signature, body: message.body.clone() }).await)
}

/// The secret, and the one before it while that still counts.
fn secrets(kernel: &Kernel, webhook: &webhook::Model, now: DateTime<Utc>) -> Result<Vec<Zeroizing<String>>> {
    let old = webhook.old_secret_sealed.as_deref().filter(|_| webhook.old_secret_until.is_some_and(|end| now < end));
    let sealed = std::iter::once(webhook.secret_sealed.as_str()).chain(old);
    sealed.map(|sealed| kernel.vault.open(Field::WebhookSecret, sealed)).collect()
}
