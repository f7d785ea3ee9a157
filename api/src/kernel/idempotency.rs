//! A retry gets the same answer: the key, its request's fingerprint and the answer
//! commit with the effect, so there is never one without the other.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Duration;
use entity::kernel::idempotency;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{DbBackend, ExprTrait, Statement};

use super::bulk;
use super::crypto::Field;
use super::db::Tx;
use crate::error::{Code, Result};

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

/// A key in a batch, with what its request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Whose key it is.
    pub caller: String,
    /// The key.
    pub key: String,
    /// Digest of the request.
    pub fingerprint: String,
}

impl Claim {
    fn pair(&self) -> (String, String) {
        (self.caller.clone(), self.key.clone())
    }
}

/// What a key of a batch turned out to be.
#[derive(Debug)]
pub enum Claimed {
    /// New: do the work, then hand the answer to [`finish_all`].
    New,
    /// Known: here is the stored answer.
    Replay(String),
    /// It stands for another request, or the same one is in this batch already.
    Refused(Code),
}

/// Claims the keys of a batch within the transaction of its effects; answers in their order.
/// The keys are inserted before anything else, so that of two replicas with one key the second
/// waits here, and then finds the first one's answer.
pub async fn begin_all(tx: &Tx<'_>, claims: &[Claim]) -> Result<Vec<Claimed>> {
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    let fresh = insert_all(tx, claims.to_vec()).await?;
    let rest = claims.iter().filter(|claim| !fresh.contains(&claim.pair()));
    let known = known(tx, rest.cloned().collect()).await?;
    let mut seen = HashSet::new();
    claims.iter().map(|claim| claimed(tx, claim, &fresh, &known, &mut seen)).collect()
}

/// Inserts what is not there; returns whose keys are new.
async fn insert_all(tx: &Tx<'_>, claims: Vec<Claim>) -> Result<HashSet<(String, String)>> {
    let claims = ordered(claims.into_iter().map(|claim| (claim, None)).collect());
    let rows: Vec<_> = claims.into_iter().map(|(claim, answer)| row(tx, claim, answer)).collect();
    let mut insert = bulk::insert(tx, &rows)?;
    insert.on_conflict(pair().do_nothing().to_owned());
    insert.returning(Query::returning().columns([idempotency::Column::Caller, idempotency::Column::Key]));
    let rows = tx.query_all(&insert).await?;
    Ok(rows.iter().map(|row| row.try_get_many("", &["caller".into(), "key".into()])).collect::<Result<_, _>>()?)
}

/// The rows of keys that are not new: retries, and keys so old that they are as good as new.
async fn known(tx: &Tx<'_>, claims: Vec<Claim>) -> Result<HashMap<(String, String), idempotency::Model>> {
    if claims.is_empty() {
        return Ok(HashMap::new());
    }
    let old = idempotency::Column::CreatedAt.lte(tx.now() - KEPT);
    let gone = idempotency::Entity::delete_many().filter(of(tx, &claims)).filter(old).exec(tx).await?;
    let of_claims = of(tx, &claims);
    if gone.rows_affected > 0 {
        insert_all(tx, claims).await?;
    }
    let rows = idempotency::Entity::find().filter(of_claims).all(tx).await?;
    Ok(rows.into_iter().map(|row| ((row.caller.clone(), row.key.clone()), row)).collect())
}

/// A row without an answer is this transaction's own: others commit theirs with one.
fn claimed<'c>(
    tx: &Tx<'_>,
    claim: &'c Claim,
    fresh: &HashSet<(String, String)>,
    known: &HashMap<(String, String), idempotency::Model>,
    seen: &mut HashSet<(&'c str, &'c str)>,
) -> Result<Claimed> {
    if !seen.insert((claim.caller.as_str(), claim.key.as_str())) {
        return Ok(Claimed::Refused(Code::StillRunning));
    }
    let pair = claim.pair();
    match known.get(&pair) {
        Some(row) if row.fingerprint != claim.fingerprint => Ok(Claimed::Refused(Code::KeyReused)),
        Some(row) => match &row.answer {
            Some(answer) => Ok(Claimed::Replay(tx.vault().open(Field::Answer, answer)?.to_string())),
            None => Ok(Claimed::New),
        },
        None if fresh.contains(&pair) => Ok(Claimed::New),
        None => Ok(Claimed::Refused(Code::StillRunning)),
    }
}

/// Stores the answers of a batch beside their effects; a refused request leaves no key.
pub async fn finish_all(tx: &Tx<'_>, outcomes: Vec<(Claim, Option<String>)>) -> Result<()> {
    let (answered, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(|(_, answer)| answer.is_some());
    if !refused.is_empty() {
        let refused: Vec<Claim> = refused.into_iter().map(|(claim, _)| claim).collect();
        // Without an answer they are this transaction's own; those that have one by now are written whole below.
        let unanswered = idempotency::Column::Answer.is_null();
        idempotency::Entity::delete_many().filter(of(tx, &refused)).filter(unanswered).exec(tx).await?;
    }
    if answered.is_empty() {
        return Ok(());
    }
    let seal = |(claim, answer): (Claim, Option<String>)| {
        let sealed = answer.map(|answer| tx.vault().seal(Field::Answer, &answer)).transpose()?;
        Ok(row(tx, claim, sealed))
    };
    let rows = ordered(answered).into_iter().map(seal).collect::<Result<Vec<_>>>()?;
    let set_answer = pair().update_column(idempotency::Column::Answer).to_owned();
    tx.execute(bulk::insert(tx, &rows)?.on_conflict(set_answer)).await?;
    Ok(())
}

/// The keys of these claims, and possibly one caller's key with another's name.
fn of(tx: &Tx<'_>, claims: &[Claim]) -> Expr {
    let callers = claims.iter().map(|claim| claim.caller.clone());
    let keys = claims.iter().map(|claim| claim.key.clone());
    bulk::among(tx, idempotency::Column::Caller, callers).and(bulk::among(tx, idempotency::Column::Key, keys))
}

/// One order everywhere, so that two replicas never wait for each other in a circle.
fn ordered(mut claims: Vec<(Claim, Option<String>)>) -> Vec<(Claim, Option<String>)> {
    claims.sort_by(|(one, _), (other, _)| (&one.caller, &one.key).cmp(&(&other.caller, &other.key)));
    claims
}

fn row(tx: &Tx<'_>, claim: Claim, answer: Option<String>) -> idempotency::ActiveModel {
    idempotency::ActiveModel {
        caller: Set(claim.caller),
        key: Set(claim.key),
        fingerprint: Set(claim.fingerprint),
        answer: Set(answer),
        created_at: Set(tx.now()),
    }
}

fn pair() -> OnConflict {
    OnConflict::columns([idempotency::Column::Caller, idempotency::Column::Key])
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
