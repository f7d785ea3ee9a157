//! A webhook that cannot be reached is stopped; the community's admins are told, once.

use entity::webhooks::{WebhookStop, webhook};
use sea_orm::ActiveValue::Set;
use sea_orm::ExprTrait;
use sea_orm::prelude::*;
use serde_json::json;

use super::SUBJECT;
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// Stops a webhook that is told things.
pub async fn stop(tx: &Tx<'_>, webhook: &webhook::Model, because: WebhookStop) -> Result<()> {
    let stopped = webhook::Entity::update_many()
        .set(webhook::ActiveModel {
            enabled: Set(false),
            stopped_because: Set(Some(because)),
            stopped_at: Set(Some(tx.now())),
            ..Default::default()
        })
        // An admin who is about to change it sees another version.
        .col_expr(webhook::Column::Version, Expr::col(webhook::Column::Version).add(1))
        .filter(webhook::Column::Id.eq(webhook.id))
        .filter(webhook::Column::Enabled.eq(true))
        .exec(tx)
        .await?;
    if stopped.rows_affected == 0 {
        return Ok(());
    }
    let happened = NewEvent::new(webhook.community_id, Subject::new(SUBJECT, webhook.id), "stop");
    event::record(tx, happened.with(json!({ "because": because })).announced()).await.map(drop)
}
