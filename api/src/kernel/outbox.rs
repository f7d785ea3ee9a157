//! What must be sent, written in the transaction that decided it, and delivered
//! afterwards at least once: leased, retried with growing pauses, parked in the end.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;

use chrono::{DateTime, Duration, Utc};
use entity::ids::OutboxId;
use entity::kernel::outbox;
use futures_util::FutureExt;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::{LockBehavior, LockType, OnConflict};
use sea_orm::{Condition, ExprTrait, QueryOrder, QuerySelect};
use serde_json::json;

use super::Kernel;
use super::db::{self, Cause, Tx};
use super::event::{self, NewEvent, Subject};
use crate::error::{Error, Result};

/// A worker that has not reported back by then is taken for dead.
const LEASE: Duration = Duration::seconds(60);

/// Tries before a message is parked for a human to look at.
pub const MAX_ATTEMPTS: i32 = 8;

/// Messages taken at once.
const BATCH: u64 = 20;

/// Puts a message into the outbox; it exists once this transaction has committed.
/// A second message with the same deduplication key is dropped.
pub async fn put(
    tx: &Tx<'_>,
    topic: &str,
    payload: Json,
    dedupe_key: Option<&str>,
    at: Option<DateTime<Utc>>,
) -> Result<()> {
    let row = outbox::ActiveModel {
        id: Set(OutboxId::new()),
        topic: Set(topic.to_owned()),
        payload: Set(payload),
        dedupe_key: Set(dedupe_key.map(ToOwned::to_owned)),
        available_at: Set(at.unwrap_or(tx.now())),
        attempts: Set(0),
        leased_until: Set(None),
        parked_at: Set(None),
        last_error: Set(None),
        created_at: Set(tx.now()),
    };
    let mut insert = outbox::Entity::insert(row);
    if dedupe_key.is_some() {
        let known = OnConflict::column(outbox::Column::DedupeKey)
            .target_and_where(Expr::col(outbox::Column::DedupeKey).is_not_null())
            .do_nothing()
            .to_owned();
        insert = insert.on_conflict(known);
    }
    insert.exec_without_returning(tx).await?;
    Ok(())
}

/// Takes back a message that nobody has tried to deliver yet; false when it is too late for that.
pub async fn withdraw(tx: &Tx<'_>, dedupe_key: &str) -> Result<bool> {
    let untouched = outbox::Entity::delete_many()
        .filter(outbox::Column::DedupeKey.eq(dedupe_key))
        .filter(outbox::Column::Attempts.eq(0))
        .exec(tx)
        .await?;
    Ok(untouched.rows_affected > 0)
}

/// Delivers one message; an error means "again, later".
pub type Deliver<'a> = dyn Fn(outbox::Model) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>> + 'a;

/// Takes what is due and delivers it; returns how many messages were tried.
pub async fn work_once(kernel: &Kernel, deliver: &Deliver<'_>) -> Result<usize> {
    let due = db::write(kernel, Cause::system(), async |tx| claim(tx).await).await?;
    let count = due.len();
    for message in due {
        let (id, attempts) = (message.id, message.attempts);
        // A delivery that panics has failed like any other; the rest of the batch has its turn.
        let outcome = AssertUnwindSafe(deliver(message)).catch_unwind().await;
        let outcome = outcome.unwrap_or_else(|panic| Err(Error::of_panic(panic)));
        db::write(kernel, Cause::system(), async |tx| match &outcome {
            Ok(()) => done(tx, id).await,
            Err(error) => again(tx, id, attempts, &error.to_string()).await,
        })
        .await?;
    }
    Ok(count)
}

/// Leases a batch. On PostgreSQL rows that another replica holds are skipped; on
/// SQLite the write transaction is the lock.
pub async fn claim(tx: &Tx<'_>) -> Result<Vec<outbox::Model>> {
    park_dead(tx).await?;
    let due: Vec<OutboxId> = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Id)
        .filter(outbox::Column::ParkedAt.is_null())
        .filter(outbox::Column::AvailableAt.lte(tx.now()))
        .filter(unleased(tx.now()))
        .order_by_asc(outbox::Column::AvailableAt)
        .limit(BATCH)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_tuple()
        .all(tx)
        .await?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let leased = outbox::Entity::update_many()
        .col_expr(outbox::Column::LeasedUntil, Expr::value(tx.now() + LEASE))
        .col_expr(outbox::Column::Attempts, Expr::col(outbox::Column::Attempts).add(1))
        .filter(outbox::Column::Id.is_in(due));
    Ok(leased.exec_with_returning(tx).await?)
}

fn unleased(now: DateTime<Utc>) -> Condition {
    Condition::any().add(outbox::Column::LeasedUntil.is_null()).add(outbox::Column::LeasedUntil.lte(now))
}

/// Parks what every try has died of without reporting back: it would take the next worker with it, too.
async fn park_dead(tx: &Tx<'_>) -> Result<()> {
    let row = outbox::ActiveModel {
        leased_until: Set(None),
        parked_at: Set(Some(tx.now())),
        last_error: Set(Some("no worker has reported back from the last try".to_owned())),
        ..Default::default()
    };
    let dead = outbox::Entity::update_many()
        .set(row)
        .filter(outbox::Column::ParkedAt.is_null())
        .filter(outbox::Column::Attempts.gte(MAX_ATTEMPTS))
        .filter(outbox::Column::LeasedUntil.lte(tx.now()))
        .exec(tx)
        .await?;
    if dead.rows_affected > 0 {
        tracing::error!(messages = dead.rows_affected, "messages parked whose workers died");
    }
    Ok(())
}

async fn done(tx: &Tx<'_>, id: OutboxId) -> Result<()> {
    outbox::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}

/// Lets a message be tried again, unless its lease has run out meanwhile: then it is another worker's.
async fn again(tx: &Tx<'_>, id: OutboxId, attempts: i32, error: &str) -> Result<()> {
    let parked = (attempts >= MAX_ATTEMPTS).then(|| tx.now());
    let row = outbox::ActiveModel {
        available_at: Set(tx.now() + pause(attempts)),
        leased_until: Set(None),
        parked_at: Set(parked),
        last_error: Set(Some(error.chars().take(500).collect())),
        ..Default::default()
    };
    let own = outbox::Entity::update_many()
        .set(row)
        .filter(outbox::Column::Id.eq(id))
        .filter(outbox::Column::Attempts.eq(attempts))
        .filter(outbox::Column::ParkedAt.is_null())
        .exec(tx)
        .await?;
    if own.rows_affected == 1 && parked.is_some() {
        tracing::error!(outbox = %id, error, "message parked after {attempts} attempts");
    }
    Ok(())
}

/// 10 s, 20 s, 40 s … at most an hour.
fn pause(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 12) - 1).unwrap_or(0);
    Duration::seconds(10 * 2_i64.pow(doublings)).min(Duration::hours(1))
}

/// The oldest messages: those that are parked, or all that are there.
pub async fn list(conn: &impl ConnectionTrait, parked_only: bool, most: u64) -> Result<Vec<outbox::Model>> {
    let mut messages = outbox::Entity::find().order_by_asc(outbox::Column::Id).limit(most);
    if parked_only {
        messages = messages.filter(outbox::Column::ParkedAt.is_not_null());
    }
    Ok(messages.all(conn).await?)
}

/// Lets parked messages be tried again, all or one, and writes down that somebody did; returns how many.
pub async fn unpark(tx: &Tx<'_>, id: Option<OutboxId>) -> Result<u64> {
    let row = outbox::ActiveModel {
        attempts: Set(0),
        parked_at: Set(None),
        available_at: Set(tx.now()),
        ..Default::default()
    };
    let mut update = outbox::Entity::update_many().set(row).filter(outbox::Column::ParkedAt.is_not_null());
    if let Some(id) = id {
        update = update.filter(outbox::Column::Id.eq(id));
    }
    let unparked = update.exec(tx).await?.rows_affected;
    if unparked > 0 {
        let subject = Subject::new("outbox", id.map_or(Uuid::nil(), Into::into));
        event::record(tx, NewEvent::new(None, subject, "unpark").with(json!({ "messages": unparked }))).await?;
    }
    Ok(unparked)
}
