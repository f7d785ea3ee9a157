//! The keys of a batch: claimed together, answered together.

use std::collections::{HashMap, HashSet};

use entity::kernel::idempotency;
use sea_orm::ActiveValue::Set;
use sea_orm::ExprTrait;
use sea_orm::prelude::*;
use sea_orm::sea_query::{OnConflict, Query};

use super::KEPT;
use crate::error::{Code, Result};
use crate::kernel::bulk;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;

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
