//! 投票: ballots go through the batched writer (docs/adr/0011-hot-writes-are-batched.md). Who
//! may vote, whether the vote is open and whether a ballot is there already are checked under
//! the locks of the transaction that writes; the one clock is the database's.

mod book;
mod latecomers;
mod outcome;
mod polls;
mod seats;
mod taken;
mod write;

use entity::ids::{AccountId, CommunityId, DeliberationId, RollEntryId};

pub use taken::{CastBallot, Taken};

use super::tally::Choice;
use crate::auth::Bearer;
use crate::error::Result;
use crate::kernel::batch::{Batcher, Work};
use crate::kernel::db::{Cause, Tx};
use crate::kernel::idempotency::Claim;

/// The requests' end of the writer of ballots.
pub type Ballots = Batcher<Cast, Taken>;

/// Who votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caster {
    /// By a token that is genuine; the batch asks whether the session still counts.
    Bearer(Bearer),
    /// Somebody whom siwei lets vote itself: the demo's people.
    Player(AccountId, CommunityId),
}

impl Caster {
    /// The account.
    pub fn account(self) -> AccountId {
        match self {
            Self::Bearer(bearer) => bearer.account,
            Self::Player(account, _) => account,
        }
    }
}

/// A ballot on its way.
#[derive(Clone, Debug)]
pub struct Cast {
    /// On what.
    pub deliberation: DeliberationId,
    /// Who votes.
    pub by: Caster,
    /// For which voter on the roll, when the account may vote for several.
    pub entry: Option<RollEntryId>,
    /// What the ballot says.
    pub choice: Choice,
    /// Whose doing it is, in which request.
    pub cause: Cause,
    /// The idempotency key.
    pub claim: Option<Claim>,
}

/// What the writer does with a batch of ballots.
pub struct Casting;

impl Work for Casting {
    type Command = Cast;
    type Answer = Taken;

    async fn run(&self, tx: &Tx<'_>, commands: &[Cast]) -> Result<Vec<Result<Taken>>> {
        let polls = polls::Polls::lock(tx, commands).await?;
        let begun = outcome::begin(tx, &polls, commands).await?;
        let mut book = book::Book::open(tx, &begun).await?;
        let mut entered: Vec<_> = begun.iter().map(|one| book.enter(one)).collect();
        let late = write::new(tx, &mut book).await?;
        book.read_again(tx, &late).await?;
        for (one, entered) in begun.iter().zip(&mut entered).filter(|(_, entered)| entered.is_of(&late)) {
            *entered = book.enter(one);
        }
        write::rest(tx, book).await?;
        outcome::finish(tx, begun, entered).await
    }
}
