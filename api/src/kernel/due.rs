//! What is due by the clock: each thing is moved for itself, and one that cannot be moved
//! holds up no other.

use std::fmt::Display;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

use super::Kernel;
use super::db::{self, Cause, Tx};
use crate::error::{Code, Error, Result};

/// Moves done in one round; also as many as are asked for at once.
pub const BATCH: u64 = 50;

/// So many that stay where they are a round goes past; without an end, one that fails for all
/// would keep the worker from everything else.
const PATIENCE: u64 = 500;

/// Moves what is due, one after the other; returns how many moved.
///
/// `due` gives the next [`BATCH`] after leaving out as many as are already known to stay: they would
/// come first again, round after round, and those behind them would never have their turn.
///
/// # Errors
/// Only when `due` cannot be asked; what goes wrong with one thing is logged with its id.
pub async fn each<K: Copy + Display>(
    what: &'static str,
    due: impl AsyncFn(u64) -> Result<Vec<K>>,
    act: impl AsyncFn(K) -> Result<bool>,
) -> Result<usize> {
    let (mut moved, mut stay) = (0, 0);
    while moved < BATCH && stay < PATIENCE {
        let ids = due(stay).await?;
        let last = (ids.len() as u64) < BATCH;
        for id in ids {
            if try_one(what, id, act(id)).await { moved += 1 } else { stay += 1 }
        }
        if last {
            break;
        }
    }
    Ok(usize::try_from(moved).unwrap_or(usize::MAX))
}

/// Whether it moved; neither an error nor a panic goes further.
async fn try_one(what: &'static str, id: impl Display, act: impl Future<Output = Result<bool>>) -> bool {
    let outcome = AssertUnwindSafe(act).catch_unwind().await.unwrap_or_else(|panic| Err(Error::of_panic(panic)));
    outcome.unwrap_or_else(|error| {
        tracing::error!(what, %id, %error, "this could not be moved by the clock; it is tried again");
        false
    })
}

/// One move in a transaction of its own; that the thing has moved meanwhile is no error.
pub async fn alone(kernel: &Kernel, work: impl AsyncFnOnce(&Tx<'_>) -> Result<bool>) -> Result<bool> {
    match db::write(kernel, Cause::system(), work).await {
        Err(error) if matches!(error.code(), Code::Stale | Code::IllegalTransition | Code::NotFound) => Ok(false),
        outcome => outcome,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// Things that are due, in order, of which some fail; what has moved is no longer due.
    struct Shelf {
        due: RefCell<Vec<u64>>,
        fails: fn(u64) -> bool,
        tried: RefCell<Vec<u64>>,
    }

    impl Shelf {
        fn new(count: u64, fails: fn(u64) -> bool) -> Self {
            Self { due: RefCell::new((0..count).collect()), fails, tried: RefCell::default() }
        }

        async fn round(&self) -> Option<usize> {
            let due = async |skip: u64| {
                let due = self.due.borrow();
                Ok(due.iter().skip(skip as usize).take(BATCH as usize).copied().collect())
            };
            let act = async |id: u64| {
                self.tried.borrow_mut().push(id);
                if (self.fails)(id) {
                    return if id.is_multiple_of(2) { Err(Code::Internal.into()) } else { panic!("it fell down") };
                }
                self.due.borrow_mut().retain(|one| *one != id);
                Ok(true)
            };
            each("test", due, act).await.ok()
        }
    }

    #[tokio::test]
    async fn one_that_fails_or_panics_holds_up_none_behind_it() {
        let shelf = Shelf::new(5, |id| id < 2);
        assert_eq!(shelf.round().await, Some(3));
        assert_eq!(*shelf.due.borrow(), [0, 1]);
    }

    #[tokio::test]
    async fn more_than_a_batch_that_fail_hold_up_none_behind_them() {
        let shelf = Shelf::new(130, |id| id < 120);
        assert_eq!(shelf.round().await, Some(10));
        assert_eq!(shelf.tried.borrow().len(), 130, "each was tried once");
    }

    #[tokio::test]
    async fn a_round_moves_a_batch_and_ends_although_all_fail() {
        assert_eq!(Shelf::new(130, |_| false).round().await, Some(50));
        let shelf = Shelf::new(2_000, |_| true);
        assert_eq!(shelf.round().await, Some(0));
        assert_eq!(shelf.tried.borrow().len(), 500);
    }
}
