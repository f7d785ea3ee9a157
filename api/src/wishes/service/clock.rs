//! Moves by the clock. Several replicas may look at the same time: each move is a
//! compare-and-set of its own, so whoever comes second finds nothing to do.

use std::future::Future;

use entity::ids::WishId;
use entity::wishes::{ClaimEnd, Level, WishStatus, WishVerb, wish, wish_claim};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};

use super::case::{Case, Step};
use super::{claim, confirm, escalate};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::db::{self, Cause, Tx};

/// Moves done in one round.
const BATCH: u64 = 50;

/// Does what is due: ends claims, confirms by itself, escalates what is overdue.
/// Returns how many wishes moved.
pub async fn run(kernel: &Kernel) -> Result<usize> {
    let now = kernel.clock.now(&kernel.db).await?;
    let expired =
        each(expired(&kernel.db, now).await?, |id| one(kernel, id, async |tx, case| expire(tx, case).await)).await;
    let unconfirmed = unconfirmed(&kernel.db, now).await?;
    let confirmed = each(unconfirmed, |id| one(kernel, id, async |tx, case| confirm_by_clock(tx, case).await)).await;
    let overdue = overdue(&kernel.db, now).await?;
    let raised = each(overdue, |id| one(kernel, id, async |tx, case| raise(tx, case).await)).await;
    Ok(expired + confirmed + raised)
}

/// Moves each of them; one that cannot be moved holds up no other.
async fn each<F: Future<Output = Result<bool>>>(ids: Vec<WishId>, act: impl Fn(WishId) -> F) -> usize {
    let mut moved = 0;
    for id in ids {
        match act(id).await {
            Ok(has_moved) => moved += usize::from(has_moved),
            Err(error) => tracing::error!(wish = %id, %error, "a wish could not be moved by the clock"),
        }
    }
    moved
}

/// One wish in a transaction of its own; that it has moved meanwhile is no error.
async fn one(kernel: &Kernel, id: WishId, act: impl AsyncFnOnce(&Tx<'_>, &Case) -> Result<bool>) -> Result<bool> {
    let work = async |tx: &Tx<'_>| {
        let case = Case::open(tx, &Actor::system(), id).await?;
        act(tx, &case).await
    };
    match db::write(kernel, Cause::system(), work).await {
        Err(error) if matches!(error.code(), Code::Stale | Code::IllegalTransition | Code::NotFound) => Ok(false),
        outcome => outcome,
    }
}

async fn expire(tx: &Tx<'_>, case: &Case) -> Result<bool> {
    let live = case.claim()?;
    if case.wish.status != WishStatus::Claimed || live.expires_at > tx.now() {
        return Ok(false);
    }
    case.go(tx, WishVerb::Expire, Step::default()).await?;
    claim::end(tx, live, ClaimEnd::Expired).await?;
    Ok(true)
}

async fn confirm_by_clock(tx: &Tx<'_>, case: &Case) -> Result<bool> {
    let due = case.wish.confirm_due_at.is_some_and(|due| due <= tx.now());
    if due {
        confirm::auto_confirm(tx, case).await?;
    }
    Ok(due)
}

async fn raise(tx: &Tx<'_>, case: &Case) -> Result<bool> {
    let due = case.wish.solve_due_at.is_some_and(|due| due <= tx.now()) && case.wish.overdue_level.is_none();
    if due {
        escalate::overdue(tx, case).await?;
    }
    Ok(due)
}

async fn expired(conn: &impl ConnectionTrait, now: DateTimeUtc) -> Result<Vec<WishId>> {
    let in_hand = wish::Entity::find()
        .select_only()
        .column(wish::Column::Id)
        .filter(wish::Column::Status.eq(WishStatus::Claimed));
    let claims = wish_claim::Entity::find()
        .select_only()
        .column(wish_claim::Column::WishId)
        .filter(wish_claim::Column::WishId.in_subquery(in_hand.into_query()))
        .filter(wish_claim::Column::EndedAt.is_null())
        .filter(wish_claim::Column::ExpiresAt.lte(now))
        .order_by_asc(wish_claim::Column::ExpiresAt)
        .limit(BATCH);
    Ok(claims.into_tuple().all(conn).await?)
}

async fn unconfirmed(conn: &impl ConnectionTrait, now: DateTimeUtc) -> Result<Vec<WishId>> {
    let wishes = ids()
        .filter(wish::Column::Status.eq(WishStatus::Fulfilled))
        .filter(wish::Column::ConfirmDueAt.lte(now))
        .order_by_asc(wish::Column::ConfirmDueAt);
    Ok(wishes.into_tuple().all(conn).await?)
}

async fn overdue(conn: &impl ConnectionTrait, now: DateTimeUtc) -> Result<Vec<WishId>> {
    let wishes = ids()
        .filter(wish::Column::Status.is_in([WishStatus::Open, WishStatus::Claimed]))
        .filter(wish::Column::SolveDueAt.lte(now))
        .filter(wish::Column::OverdueLevel.is_null())
        .filter(wish::Column::Level.ne(Level::Subdistrict))
        .order_by_asc(wish::Column::SolveDueAt);
    Ok(wishes.into_tuple().all(conn).await?)
}

fn ids() -> Select<wish::Entity> {
    wish::Entity::find().select_only().column(wish::Column::Id).limit(BATCH)
}
