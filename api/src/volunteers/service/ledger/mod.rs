//! The double-entry ledger. A transfer is one row with two ends, so that it sums to zero by its very shape; the
//! database moves both balances with it and refuses what would leave less than an account's floor. A row is
//! never changed: a mistake is taken back by another transfer that names it, once.

mod read;
mod write;

use chrono::{DateTime, Utc};
use entity::ids::{AccountId, CommunityId, PartnerId};
use entity::volunteers::{LedgerKind, LedgerOwner, LedgerSource, LedgerUnit, ServiceKind};
use uuid::Uuid;

pub use read::{Balances, balances, statement, sums};
pub use write::{post, reverse};

/// Whose account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// What the community gives out and takes back; may be below zero.
    Community,
    /// A person.
    Member(AccountId),
    /// A partner unit.
    Partner(PartnerId),
}

impl Owner {
    fn parts(self, community: CommunityId) -> (LedgerOwner, Uuid) {
        match self {
            Self::Community => (LedgerOwner::Community, community.into()),
            Self::Member(id) => (LedgerOwner::Member, id.into()),
            Self::Partner(id) => (LedgerOwner::Partner, id.into()),
        }
    }

    /// Below this nobody's account falls; the community's has no floor.
    fn floor(self) -> Option<i64> {
        (self != Self::Community).then_some(0)
    }
}

/// A transfer to be posted.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// In which unit.
    pub unit: LedgerUnit,
    /// From whom.
    pub from: Owner,
    /// To whom.
    pub to: Owner,
    /// How much, above zero.
    pub amount: i64,
    /// Why, as a word.
    pub kind: LedgerKind,
    /// Why, in words.
    pub reason: Option<String>,
    /// What it follows from: of one thing at most one transfer in each unit is posted.
    pub source: Option<(LedgerSource, Uuid)>,
    /// For what kind of service, and when that was done.
    pub service: Option<(ServiceKind, DateTime<Utc>)>,
}
