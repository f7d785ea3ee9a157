//! What an admin does about messages: send a test, send one again.

use entity::ids::{WebhookDeliveryId, WebhookId};
use entity::webhooks::{WebhookDeliveryVerb, WebhookEvent, webhook, webhook_delivery};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use serde_json::json;

use super::SUBJECT;
use super::fan_out::{About, row};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::webhooks::state::{self, Standing};
use crate::webhooks::store;

/// Sends a test message.
///
/// # Errors
/// `forbidden`, `not_found`, `webhook_stopped`.
pub async fn ping(tx: &Tx<'_>, actor: &Actor, id: WebhookId) -> Result<webhook_delivery::Model> {
    let webhook = running(tx, actor, id).await?;
    let about = About { community: webhook.community_id, subject: webhook.id.into(), at: tx.now() };
    let sent = row(webhook.id, None, WebhookEvent::Ping, &about, tx.now()).insert(tx).await?;
    note(tx, &webhook, "ping", sent.id).await?;
    Ok(sent)
}

/// Sends a message again, with all its tries before it.
///
/// # Errors
/// `forbidden`, `not_found`, `webhook_stopped`; `illegal_transition` for one that still waits.
pub async fn retry(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WebhookId,
    delivery: WebhookDeliveryId,
) -> Result<webhook_delivery::Model> {
    let webhook = store::locked(tx, actor, id).await?;
    let message = webhook_delivery::Entity::find_by_id(delivery)
        .filter(webhook_delivery::Column::WebhookId.eq(id))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or_else(|| Code::NotFound.error())?;
    if !webhook.enabled {
        return Err(Code::WebhookStopped.into());
    }
    let to = state::next(message.status, WebhookDeliveryVerb::Retry, Standing::Admin)?;
    let again = webhook_delivery::ActiveModel {
        id: Set(message.id),
        status: Set(to),
        attempts: Set(0),
        next_at: Set(tx.now()),
        leased_until: Set(None),
        delivered_at: Set(None),
        ..Default::default()
    };
    let again = again.update(tx).await?;
    note(tx, &webhook, "retry", again.id).await?;
    Ok(again)
}

/// The webhook, locked, when it is told things.
async fn running(tx: &Tx<'_>, actor: &Actor, id: WebhookId) -> Result<webhook::Model> {
    let webhook = store::locked(tx, actor, id).await?;
    if webhook.enabled { Ok(webhook) } else { Err(Code::WebhookStopped.into()) }
}

async fn note(tx: &Tx<'_>, webhook: &webhook::Model, verb: &'static str, delivery: WebhookDeliveryId) -> Result<()> {
    let happened = NewEvent::new(webhook.community_id, Subject::new(SUBJECT, webhook.id), verb);
    event::record(tx, happened.with(json!({ "deliveryId": delivery }))).await.map(drop)
}
