//! Messages are leased, and what came of them is written down by who still holds them.

use chrono::Duration;
use entity::ids::WebhookDeliveryId;
use entity::webhooks::{
    WebhookDeliveryStatus, WebhookDeliveryVerb, WebhookFailure, WebhookStop, webhook, webhook_delivery,
};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{ExprTrait, QuerySelect};

use super::stop::stop;
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::webhooks::client::Outcome;
use crate::webhooks::state::{self, MAX_ATTEMPTS, Standing};
use crate::webhooks::store;

/// Longer than any call takes: a worker that has not reported back by then is taken for dead.
const LEASE: Duration = Duration::seconds(60);

/// Webhooks that are called at once.
const WEBHOOKS: u64 = 16;

/// Messages of one webhook that are sent at once, so that a slow one holds up few others.
const EACH: u64 = 4;

/// Leases what is due. On PostgreSQL messages that another replica is taking are skipped; on SQLite the
/// write transaction is the lock.
pub async fn claim(tx: &Tx<'_>) -> Result<Vec<webhook_delivery::Model>> {
    give_up_dead(tx).await?;
    let mut due: Vec<WebhookDeliveryId> = Vec::new();
    for webhook in store::with_due(tx, tx.now(), WEBHOOKS).await? {
        due.extend(store::next_due(tx, webhook, tx.now(), EACH).await?);
    }
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let leased = webhook_delivery::Entity::update_many()
        .col_expr(webhook_delivery::Column::LeasedUntil, Expr::value(tx.now() + LEASE))
        .col_expr(webhook_delivery::Column::LastAttemptAt, Expr::value(tx.now()))
        .col_expr(webhook_delivery::Column::Attempts, Expr::col(webhook_delivery::Column::Attempts).add(1))
        .filter(webhook_delivery::Column::Id.is_in(due));
    Ok(leased.exec_with_returning(tx).await?)
}

/// Gives up what every try has died of without reporting back.
async fn give_up_dead(tx: &Tx<'_>) -> Result<()> {
    let given_up = webhook_delivery::ActiveModel {
        status: Set(state::next(WebhookDeliveryStatus::Pending, WebhookDeliveryVerb::GiveUp, Standing::Worker)?),
        leased_until: Set(None),
        failure: Set(Some(WebhookFailure::Interrupted)),
        ..Default::default()
    };
    webhook_delivery::Entity::update_many()
        .set(given_up)
        .filter(webhook_delivery::Column::Status.eq(WebhookDeliveryStatus::Pending))
        .filter(webhook_delivery::Column::Attempts.gte(MAX_ATTEMPTS))
        .filter(webhook_delivery::Column::LeasedUntil.lte(tx.now()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes down what came of a try, unless the message is another worker's by now; and what follows for the webhook.
pub async fn settle(tx: &Tx<'_>, tried: &webhook_delivery::Model, outcome: &Outcome) -> Result<()> {
    // The webhook first, as everybody does who holds both.
    let webhook = webhook::Entity::find_by_id(tried.webhook_id).lock_exclusive().one(tx).await?;
    let Some(webhook) = webhook else { return Ok(()) };
    let verb = verb_for(tried, outcome.failure);
    let own = webhook_delivery::Entity::update_many()
        .set(change(tx, tried, outcome, verb)?)
        .filter(webhook_delivery::Column::Id.eq(tried.id))
        .filter(webhook_delivery::Column::Status.eq(WebhookDeliveryStatus::Pending))
        .filter(webhook_delivery::Column::Attempts.eq(tried.attempts))
        .filter(webhook_delivery::Column::LeasedUntil.eq(tried.leased_until))
        .exec(tx)
        .await?;
    if own.rows_affected == 0 {
        return Ok(());
    }
    match outcome.failure {
        None => arrived(tx, &webhook).await,
        Some(failure) => failed(tx, &webhook, failure).await,
    }
}

fn verb_for(tried: &webhook_delivery::Model, failure: Option<WebhookFailure>) -> WebhookDeliveryVerb {
    match failure {
        None => WebhookDeliveryVerb::Succeed,
        Some(WebhookFailure::Gone | WebhookFailure::KeyEnded) => WebhookDeliveryVerb::GiveUp,
        Some(_) if tried.attempts >= MAX_ATTEMPTS => WebhookDeliveryVerb::GiveUp,
        Some(_) => WebhookDeliveryVerb::TryAgain,
    }
}

fn change(
    tx: &Tx<'_>,
    tried: &webhook_delivery::Model,
    outcome: &Outcome,
    verb: WebhookDeliveryVerb,
) -> Result<webhook_delivery::ActiveModel> {
    let pause = state::pause(tried.attempts).unwrap_or_default();
    Ok(webhook_delivery::ActiveModel {
        status: Set(state::next(tried.status, verb, Standing::Worker)?),
        leased_until: Set(None),
        next_at: Set(tx.now() + pause),
        response_status: Set(outcome.status.map(i32::from)),
        response_start: Set(outcome.start.clone()),
        failure: Set(outcome.failure),
        delivered_at: Set((verb == WebhookDeliveryVerb::Succeed).then(|| tx.now())),
        ..Default::default()
    })
}

async fn arrived(tx: &Tx<'_>, webhook: &webhook::Model) -> Result<()> {
    if webhook.failing_since.is_none() {
        return Ok(());
    }
    set_failing(tx, webhook, None).await
}

async fn failed(tx: &Tx<'_>, webhook: &webhook::Model, failure: WebhookFailure) -> Result<()> {
    let since = webhook.failing_since.unwrap_or(tx.now());
    let patience = Duration::days(tx.kernel().settings.webhooks.stop_after_days);
    let because = match failure {
        WebhookFailure::Gone => Some(WebhookStop::Gone),
        WebhookFailure::KeyEnded => Some(WebhookStop::KeyEnded),
        _ if since + patience <= tx.now() => Some(WebhookStop::Failing),
        _ => None,
    };
    match because {
        Some(because) => stop(tx, webhook, because).await,
        None if webhook.failing_since.is_none() => set_failing(tx, webhook, Some(since)).await,
        None => Ok(()),
    }
}

async fn set_failing(tx: &Tx<'_>, webhook: &webhook::Model, since: Option<DateTimeUtc>) -> Result<()> {
    let change = webhook::ActiveModel { failing_since: Set(since), ..Default::default() };
    webhook::Entity::update_many().set(change).filter(webhook::Column::Id.eq(webhook.id)).exec(tx).await?;
    Ok(())
}
