//! One message to one webhook, and what became of it.

use sea_orm::entity::prelude::*;

use super::words::{WebhookDeliveryStatus, WebhookEvent, WebhookFailure};
use crate::ids::{EventId, WebhookDeliveryId, WebhookId};

/// One message to one webhook, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_delivery")]
pub struct Model {
    /// Its id; sent along, the same with every try.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookDeliveryId,
    /// The webhook.
    pub webhook_id: WebhookId,
    /// What happened; none for a test.
    pub event_id: Option<EventId>,
    /// What is told.
    pub kind: WebhookEvent,
    /// What it is about.
    pub subject_id: Uuid,
    /// What is sent, to the letter.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// What became of it.
    pub status: WebhookDeliveryStatus,
    /// Tries so far.
    pub attempts: i32,
    /// Not to be tried before.
    pub next_at: DateTimeUtc,
    /// A worker holds it until then.
    pub leased_until: Option<DateTimeUtc>,
    /// When it was tried last.
    pub last_attempt_at: Option<DateTimeUtc>,
    /// The HTTP status of the last answer.
    pub response_status: Option<i32>,
    /// How the last answer begins.
    #[sea_orm(column_type = "Text", nullable)]
    pub response_start: Option<String>,
    /// Why the last try failed.
    pub failure: Option<WebhookFailure>,
    /// When it arrived.
    pub delivered_at: Option<DateTimeUtc>,
    /// When it was written.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
