//! Many things decided in one request: each for itself, all in one transaction.

use super::db::Tx;
use crate::error::{Code, Result};

/// So many things at once, at most.
pub const MOST: usize = 50;

/// One of the things, and the version that the caller has seen of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen<K> {
    /// Which one.
    pub id: K,
    /// The version.
    pub version: i32,
}

/// Does `work` for each of `wanted`; the outcomes come in the order in which they were asked for.
///
/// Each has a savepoint of its own, so that one that is refused holds up no other. All share one transaction,
/// and with it the idempotency key: there is one effect a key, because the key, its answer and all effects
/// commit together or not at all. Transactions of their own would not do: of a request that breaks off half
/// way, a part would have happened without a key that says so, and the retry would be told that what it asked
/// for was somebody else's doing.
///
/// They are done in the order of their ids: two who decide the same things at once wait for each other at the
/// first, and never each for what the other holds.
///
/// # Errors
/// `invalid` at `/items` for none or more than [`MOST`], or at a version that there cannot be; a failure of our own ends all.
pub async fn each<K: Copy + Ord, T>(
    tx: &Tx<'_>,
    wanted: &[Seen<K>],
    work: impl AsyncFn(&Tx<'_>, Seen<K>) -> Result<T>,
) -> Result<Vec<Result<T>>> {
    if !(1..=MOST).contains(&wanted.len()) {
        return Err(Code::Invalid.error().at("/items", Code::InvalidValue));
    }
    if let Some(place) = wanted.iter().position(|one| one.version < 1) {
        return Err(Code::Invalid.error().at(format!("/items/{place}/version"), Code::InvalidValue));
    }
    let mut order: Vec<(usize, Seen<K>)> = wanted.iter().copied().enumerate().collect();
    order.sort_by_key(|(_, one)| one.id);
    let mut outcomes = Vec::with_capacity(order.len());
    for (place, one) in order {
        outcomes.push((place, tx.attempt(async |tx| work(tx, one).await).await?));
    }
    outcomes.sort_by_key(|(place, _)| *place);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}
