//! Events go after some weeks; parked ones wait for a human.

use chrono::Duration;
use entity::ids::WechatEventId;
use entity::wechat::{EventOutcome, wechat_event};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::db::{self, Cause};

/// How long an event is kept once it was worked on: longer than WeChat repeats one by far.
const KEPT: Duration = Duration::days(30);

/// Rows that go in one transaction.
const BATCH: u64 = 500;

/// For the worker: call again while it returns more than nothing.
pub async fn sweep(kernel: &Kernel) -> Result<usize> {
    db::write(kernel, Cause::system(), async |tx| {
        let old: Vec<WechatEventId> = wechat_event::Entity::find()
            .select_only()
            .column(wechat_event::Column::Id)
            .filter(wechat_event::Column::ReceivedAt.lt(tx.now() - KEPT))
            .filter(wechat_event::Column::Outcome.is_in([EventOutcome::Done, EventOutcome::Ignored]))
            .order_by_asc(wechat_event::Column::ReceivedAt)
            .limit(BATCH)
            .into_tuple()
            .all(tx)
            .await?;
        if old.is_empty() {
            return Ok(0);
        }
        let gone = wechat_event::Column::Id.is_in(old);
        let rows = wechat_event::Entity::delete_many().filter(gone).exec(tx).await?.rows_affected;
        Ok(usize::try_from(rows).unwrap_or(usize::MAX))
    })
    .await
}
