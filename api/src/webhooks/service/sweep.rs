//! What has had its time goes: the log after some weeks, an old secret after its day.

use chrono::Duration;
use entity::ids::WebhookDeliveryId;
use entity::webhooks::{webhook, webhook_delivery};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::db::{self, Cause};

/// Rows of the log that go in one transaction.
const BATCH: u64 = 500;

/// For the worker: call again while it returns more than nothing.
pub async fn sweep(kernel: &Kernel) -> Result<usize> {
    let keep = Duration::days(kernel.settings.webhooks.keep_days.max(1));
    db::write(kernel, Cause::system(), async |tx| {
        let forgotten =
            webhook::ActiveModel { old_secret_sealed: Set(None), old_secret_until: Set(None), ..Default::default() };
        let past = webhook::Column::OldSecretUntil.lte(tx.now());
        let secrets = webhook::Entity::update_many().set(forgotten).filter(past).exec(tx).await?.rows_affected;
        let old: Vec<WebhookDeliveryId> = webhook_delivery::Entity::find()
            .select_only()
            .column(webhook_delivery::Column::Id)
            .filter(webhook_delivery::Column::CreatedAt.lt(tx.now() - keep))
            .order_by_asc(webhook_delivery::Column::CreatedAt)
            .limit(BATCH)
            .into_tuple()
            .all(tx)
            .await?;
        let gone = webhook_delivery::Column::Id.is_in(old);
        let rows = webhook_delivery::Entity::delete_many().filter(gone).exec(tx).await?.rows_affected;
        Ok(usize::try_from(secrets + rows).unwrap_or(usize::MAX))
    })
    .await
}
