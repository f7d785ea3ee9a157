//! 投票: ballots go through the batched writer (docs/adr/0011-hot-writes-are-batched.md). Who
//! may vote, whether the vote is open and whether a ballot is there already are checked under
//! the locks of the transaction that writes; the one clock is the database's.

mod book;
mod latecomers;
mod outcome;
mod polls;
mod seats;
mod write;

use entity::ids::{AccountId, CommunityId, DeliberationId, RollEntryId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::receipt::Receipt;
use super::signing::Signer;
use super::tally::Choice;
use crate::auth::Bearer;
use crate::error::Result;
use crate::kernel::batch::{Batcher, Work};
use crate::kernel::db::{Cause, Tx};
use crate::kernel::idempotency::Claim;

/// The requests' end of the writer of ballots.
pub type Ballots = Batcher<Cast, String>;

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

/// 已收到的选票
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CastBallot {
    /// 名册上的投票人
    pub entry_id: RollEntryId,
    /// 是否改票
    pub changed: bool,
    /// 回执，请妥善保存
    pub receipt: Receipt,
}

/// What the writer does with a batch of ballots.
pub struct Casting {
    /// Signs the receipts.
    pub signer: Signer,
}

impl Work for Casting {
    type Command = Cast;
    type Answer = String;

    async fn run(&self, tx: &Tx<'_>, commands: &[Cast]) -> Result<Vec<Result<String>>> {
        let polls = polls::Polls::lock(tx, commands).await?;
        let begun = outcome::begin(tx, &polls, commands).await?;
        let mut book = book::Book::open(tx, &self.signer, &begun).await?;
        let entered = begun.iter().map(|one| book.enter(one)).collect();
        let late = write::write(tx, book).await?;
        outcome::finish(tx, begun, entered, &late).await
    }
}
