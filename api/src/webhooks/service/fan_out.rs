//! From an event to one message for each webhook that wants to hear of it.

use chrono::SecondsFormat;
use entity::ids::{CommunityId, EventId, WebhookDeliveryId, WebhookId};
use entity::kernel::event;
use entity::webhooks::{WebhookDeliveryStatus, WebhookEvent, webhook_delivery};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use serde::Deserialize;
use serde_json::json;

use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::db::{self, Cause};
use crate::webhooks::{kind, store};

/// What an announcement carries.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Announcement {
    event_id: EventId,
}

/// Writes a message for each webhook that wants to hear of this event. Announced twice, nobody is told twice.
pub async fn announce(kernel: &Kernel, payload: &Json) -> Result<()> {
    let announcement = Announcement::deserialize(payload).map_err(|error| Code::Internal.error().cause(error))?;
    let event = event::Entity::find_by_id(announcement.event_id).one(&kernel.db).await?;
    let Some(event) = event else { return Ok(()) };
    let (Some(kind), Some(community)) = (kind::of(&event), event.community_id) else { return Ok(()) };
    let wanted = wanted_by(kernel, &event, kind, community).await?;
    if wanted.is_empty() {
        return Ok(());
    }
    db::write(kernel, Cause::system(), async |tx| {
        let rows = wanted.iter().map(|webhook| {
            let about = About { community, subject: event.subject_id, at: event.at };
            row(*webhook, Some(event.id), kind, &about, tx.now())
        });
        let once = OnConflict::columns([webhook_delivery::Column::WebhookId, webhook_delivery::Column::EventId]);
        let once = once.clone().do_nothing().to_owned();
        webhook_delivery::Entity::insert_many(rows).on_conflict(once).exec_without_returning(tx).await?;
        Ok(())
    })
    .await
}

/// The webhooks of the community that were there when it happened, want to hear of it, and may.
async fn wanted_by(
    kernel: &Kernel,
    event: &event::Model,
    kind: WebhookEvent,
    community: CommunityId,
) -> Result<Vec<WebhookId>> {
    let scope = kind::scope(kind);
    let listening = store::listening(&kernel.db, community, kernel.clock.approximate()).await?;
    let wanted = listening.into_iter().filter(|(webhook, client)| {
        webhook.created_at <= event.at
            && webhook.events.0.contains(&kind)
            && scope.is_none_or(|scope| client.scopes.0.contains(&scope))
    });
    Ok(wanted.map(|(webhook, _)| webhook.id).collect())
}

/// What a message is about.
pub struct About {
    /// The community.
    pub community: CommunityId,
    /// The thing.
    pub subject: Uuid,
    /// When it happened.
    pub at: DateTimeUtc,
}

/// A message that is due now.
pub fn row(
    webhook: WebhookId,
    event: Option<EventId>,
    kind: WebhookEvent,
    about: &About,
    now: DateTimeUtc,
) -> webhook_delivery::ActiveModel {
    let body = json!({
        "type": kind,
        "timestamp": about.at.to_rfc3339_opts(SecondsFormat::Millis, true),
        "data": { "id": about.subject, "communityId": about.community },
    });
    webhook_delivery::ActiveModel {
        id: Set(WebhookDeliveryId::new()),
        webhook_id: Set(webhook),
        event_id: Set(event),
        kind: Set(kind),
        subject_id: Set(about.subject),
        body: Set(body.to_string()),
        status: Set(WebhookDeliveryStatus::Pending),
        attempts: Set(0),
        next_at: Set(now),
        leased_until: Set(None),
        last_attempt_at: Set(None),
        response_status: Set(None),
        response_start: Set(None),
        failure: Set(None),
        delivered_at: Set(None),
        created_at: Set(now),
    }
}
