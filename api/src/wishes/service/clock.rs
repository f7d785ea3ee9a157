//! Moves by the clock. Several replicas may look at the same time: each move is a
//! compare-and-set of its own, so whoever comes second finds nothing to do.

use entity::ids::WishId;
use entity::wishes::{ClaimEnd, Level, WishStatus, WishVerb, wish, wish_claim};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};

use super::case::{Case, Step};
use super::{claim, confirm, escalate};
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::kernel::{Kernel, due};

/// Does what is due: ends claims, confirms by itself, escalates what is overdue.
/// Returns how many wishes moved.
pub async fn run(kernel: &Kernel) -> Result<usize> {
    let now = kernel.clock.now(&kernel.db).await?;
    let expired = due::each(
        "claim of a wish",
        async |skip| expired(&kernel.db, now, skip).await,
        async |id| one(kernel, id, expire).await,
    );
    let confirmed = due::each(
        "confirmation of a wish",
        async |skip| unconfirmed(&kernel.db, now, skip).await,
        async |id| one(kernel, id, confirm_by_clock).await,
    );
    let raised = due::each(
        "overdue wish",
        async |skip| overdue(&kernel.db, now, skip).await,
        async |id| one(kernel, id, raise).await,
    );
    Ok(expired.await? + confirmed.await? + raised.await?)
}

/// One wish in a transaction of its own.
async fn one(kernel: &Kernel, id: WishId, act: impl AsyncFnOnce(&Tx<'_>, &Case) -> Result<bool>) -> Result<bool> {
    due::alone(kernel, async |tx: &Tx<'_>| {
        let case = Case::open(tx, &Actor::system(), id).await?;
        act(tx, &case).await
    })
    .await
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

async fn expired(conn: &impl ConnectionTrait, now: DateTimeUtc, skip: u64) -> Result<Vec<WishId>> {
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
        .offset(skip)
        .limit(due::BATCH);
    Ok(claims.into_tuple().all(conn).await?)
}

async fn unconfirmed(conn: &impl ConnectionTrait, now: DateTimeUtc, skip: u64) -> Result<Vec<WishId>> {
    let wishes = ids(skip)
        .filter(wish::Column::Status.eq(WishStatus::Fulfilled))
        .filter(wish::Column::ConfirmDueAt.lte(now))
        .order_by_asc(wish::Column::ConfirmDueAt);
    Ok(wishes.into_tuple().all(conn).await?)
}

async fn overdue(conn: &impl ConnectionTrait, now: DateTimeUtc, skip: u64) -> Result<Vec<WishId>> {
    let wishes = ids(skip)
        .filter(wish::Column::Status.is_in([WishStatus::Open, WishStatus::Claimed]))
        .filter(wish::Column::SolveDueAt.lte(now))
        .filter(wish::Column::OverdueLevel.is_null())
        .filter(wish::Column::Level.ne(Level::Subdistrict))
        .order_by_asc(wish::Column::SolveDueAt);
    Ok(wishes.into_tuple().all(conn).await?)
}

fn ids(skip: u64) -> Select<wish::Entity> {
    wish::Entity::find().select_only().column(wish::Column::Id).offset(skip).limit(due::BATCH)
}
