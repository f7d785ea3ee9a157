//! Moves by the clock. Several replicas may look at the same time: each move is a
//! compare-and-set of its own, so whoever comes second finds nothing to do.

use entity::deliberations::{DeliberationStatus, DeliberationVerb, deliberation};
use entity::ids::DeliberationId;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::case::{Case, Step};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::db::{self, Cause, Tx};

/// Moves done in one round.
const BATCH: u64 = 50;

/// Does what is due; returns how many deliberations moved.
pub async fn run(kernel: &Kernel) -> Result<usize> {
    let now = kernel.clock.now(&kernel.db).await?;
    let mut moved = 0;
    for id in unseconded(&kernel.db, now).await? {
        moved += usize::from(lapse(kernel, id).await?);
    }
    Ok(moved)
}

async fn unseconded(conn: &impl ConnectionTrait, now: DateTimeUtc) -> Result<Vec<DeliberationId>> {
    let due = deliberation::Entity::find()
        .select_only()
        .column(deliberation::Column::Id)
        .filter(deliberation::Column::Status.eq(DeliberationStatus::Proposed))
        .filter(deliberation::Column::LapsesAt.lte(now))
        .order_by_asc(deliberation::Column::LapsesAt)
        .limit(BATCH);
    Ok(due.into_tuple().all(conn).await?)
}

/// One in a transaction of its own; that it has moved meanwhile is no error.
async fn lapse(kernel: &Kernel, id: DeliberationId) -> Result<bool> {
    let work = async |tx: &Tx<'_>| {
        let case = Case::open(tx, &Actor::system(), id).await?;
        if case.deliberation.lapses_at > tx.now() {
            return Ok(false);
        }
        let change = deliberation::ActiveModel { closed_at: Set(Some(tx.now())), ..Default::default() };
        case.go(tx, DeliberationVerb::Lapse, Step { change, reason: None }).await?;
        Ok(true)
    };
    match db::write(kernel, Cause::system(), work).await {
        Err(error) if matches!(error.code(), Code::Stale | Code::IllegalTransition | Code::NotFound) => Ok(false),
        outcome => outcome,
    }
}
