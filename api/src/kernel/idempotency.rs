//! A retry gets the same answer: the key, its request's fingerprint and the answer
//! commit with the effect, so there is never one without the other.

mod batch;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Duration;
use entity::kernel::idempotency;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{DbBackend, Statement};

use super::crypto::Field;
use super::db::Tx;
use crate::error::{Code, Result};

pub use batch::{Claim, Claimed, begin_all, finish_all};

/// How long an answer is kept.
pub const KEPT: Duration = Duration::hours(24);

/// What a key turned out to be.
pub enum Begun {
    /// New: do the work and [`finish`].
    Started(Ticket),
    /// Known: here is the stored answer.
    Replay(String),
}

/// A key whose work has begun in this transaction.
pub struct Ticket {
    caller: String,
    key: String,
}

/// The keys that this replica is working on. It spares the database the crowd of an impatient
/// finger; what counts is the key's row.
#[derive(Clone, Default)]
pub struct Running(Arc<Mutex<HashSet<(String, String)>>>);

/// Holds a key while its request runs in this replica.
pub struct Held {
    running: Running,
    pair: (String, String),
}

impl Running {
    /// Marks the key as running here, before a transaction is opened.
    ///
    /// # Errors
    /// `still_running` when another request holds it.
    pub fn hold(&self, caller: &str, key: &str) -> Result<Held> {
        let pair = (caller.to_owned(), key.to_owned());
        if self.keys().insert(pair.clone()) {
            Ok(Held { running: self.clone(), pair })
        } else {
            Err(Code::StillRunning.error().retry_after(1))
        }
    }

    fn keys(&self) -> MutexGuard<'_, HashSet<(String, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.running.keys().remove(&self.pair);
    }
}

/// Claims the key within the transaction of its effect.
///
/// # Errors
/// `still_running` when another replica works on it, `idempotency_key_reused`
/// when it stands for another request.
pub async fn begin(tx: &Tx<'_>, caller: &str, key: &str, fingerprint: &str) -> Result<Begun> {
    lock(tx, caller, key).await?;
    let known = idempotency::Entity::find_by_id((caller.to_owned(), key.to_owned())).one(tx).await?;
    match known {
        Some(row) if row.created_at + KEPT <= tx.now() => {
            row.delete(tx).await?;
        }
        Some(row) if row.fingerprint != fingerprint => return Err(Code::KeyReused.into()),
        Some(row) => {
            let answer = tx.vault().open(Field::Answer, &row.answer.unwrap_or_default())?;
            return Ok(Begun::Replay(answer.to_string()));
        }
        None => {}
    }
    insert(tx, caller, key, fingerprint).await?;
    Ok(Begun::Started(Ticket { caller: caller.to_owned(), key: key.to_owned() }))
}

async fn insert(tx: &Tx<'_>, caller: &str, key: &str, fingerprint: &str) -> Result<()> {
    let row = idempotency::ActiveModel {
        caller: Set(caller.to_owned()),
        key: Set(key.to_owned()),
        fingerprint: Set(fingerprint.to_owned()),
        answer: Set(None),
        created_at: Set(tx.now()),
    };
    // The primary key is the guard; the lock before only turns waiting into an answer.
    let free = OnConflict::columns([idempotency::Column::Caller, idempotency::Column::Key]).do_nothing().to_owned();
    let inserted = idempotency::Entity::insert(row).on_conflict(free).exec_without_returning(tx).await?;
    if inserted == 0 { Err(Code::StillRunning.error().retry_after(1)) } else { Ok(()) }
}

/// Stores the answer beside its effect, sealed: it may hold personal data or a secret that is shown once.
pub async fn finish(tx: &Tx<'_>, ticket: Ticket, answer: &str) -> Result<()> {
    let answer = tx.vault().seal(Field::Answer, answer)?;
    idempotency::Entity::update_many()
        .col_expr(idempotency::Column::Answer, Expr::value(answer))
        .filter(idempotency::Column::Caller.eq(ticket.caller))
        .filter(idempotency::Column::Key.eq(ticket.key))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets answers that nobody will ask for any more; returns how many.
pub async fn purge(tx: &Tx<'_>) -> Result<u64> {
    let old = idempotency::Column::CreatedAt.lt(tx.now() - KEPT);
    Ok(idempotency::Entity::delete_many().filter(old).exec(tx).await?.rows_affected)
}

/// On PostgreSQL a second request would wait at the insert until the first commits;
/// an advisory lock that is not waited for tells it at once.
async fn lock(tx: &Tx<'_>, caller: &str, key: &str) -> Result<()> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let sql = "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 7)) AS free";
    let name = format!("idempotency:{caller}:{key}");
    let row = tx.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [name.into()])).await?;
    let free = row.map(|row| row.try_get::<bool>("", "free")).transpose()?.unwrap_or(false);
    if free { Ok(()) } else { Err(Code::StillRunning.error().retry_after(1)) }
}
