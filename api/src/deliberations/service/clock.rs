//! Moves by the clock. Several replicas may look at the same time: each move is a
//! compare-and-set of its own, so whoever comes second finds nothing to do.

use entity::deliberations::{DeliberationStatus, DeliberationVerb, deliberation};
use entity::ids::DeliberationId;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::case::{Case, Step};
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::kernel::{Kernel, due};

/// Does what is due; returns how many deliberations moved.
pub async fn run(kernel: &Kernel) -> Result<usize> {
    let now = kernel.clock.now(&kernel.db).await?;
    let unseconded = async |skip| unseconded(&kernel.db, now, skip).await;
    due::each("deliberation", unseconded, async |id| lapse(kernel, id).await).await
}

async fn unseconded(conn: &impl ConnectionTrait, now: DateTimeUtc, skip: u64) -> Result<Vec<DeliberationId>> {
    let due = deliberation::Entity::find()
        .select_only()
        .column(deliberation::Column::Id)
        .filter(deliberation::Column::Status.eq(DeliberationStatus::Proposed))
        .filter(deliberation::Column::LapsesAt.lte(now))
        .order_by_asc(deliberation::Column::LapsesAt)
        .offset(skip)
        .limit(due::BATCH);
    Ok(due.into_tuple().all(conn).await?)
}

async fn lapse(kernel: &Kernel, id: DeliberationId) -> Result<bool> {
    due::alone(kernel, async |tx: &Tx<'_>| {
        let case = Case::open(tx, &Actor::system(), id).await?;
        if case.deliberation.lapses_at > tx.now() {
            return Ok(false);
        }
        let change = deliberation::ActiveModel { closed_at: Set(Some(tx.now())), ..Default::default() };
        case.go(tx, DeliberationVerb::Lapse, Step { change, reason: None }).await?;
        Ok(true)
    })
    .await
}
