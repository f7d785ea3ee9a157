//! Messages go some weeks after they were settled.

use chrono::Duration;
use entity::ids::SubscribeMessageId;
use entity::wechat::{MessageStatus, subscribe_message};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::db::{self, Cause};

/// How long it can be seen what became of a message.
const KEPT: Duration = Duration::days(30);

/// Rows that go in one transaction.
const BATCH: u64 = 500;

/// For the worker: call again while it returns more than nothing.
pub async fn sweep(kernel: &Kernel) -> Result<usize> {
    db::write(kernel, Cause::system(), async |tx| {
        let old: Vec<SubscribeMessageId> = subscribe_message::Entity::find()
            .select_only()
            .column(subscribe_message::Column::Id)
            .filter(subscribe_message::Column::CreatedAt.lt(tx.now() - KEPT))
            .filter(subscribe_message::Column::Status.ne(MessageStatus::Sending))
            .order_by_asc(subscribe_message::Column::CreatedAt)
            .limit(BATCH)
            .into_tuple()
            .all(tx)
            .await?;
        if old.is_empty() {
            return Ok(0);
        }
        let gone = subscribe_message::Column::Id.is_in(old);
        let rows = subscribe_message::Entity::delete_many().filter(gone).exec(tx).await?.rows_affected;
        Ok(usize::try_from(rows).unwrap_or(usize::MAX))
    })
    .await
}
