//! A transfer: one row with two ends, so that it sums to zero. It is never changed.

use sea_orm::entity::prelude::*;

use super::book_words::{LedgerKind, LedgerSource, LedgerUnit};
use super::words::ServiceKind;
use crate::ids::{AccountId, CommunityId, LedgerAccountId, LedgerTransferId};

/// A transfer: one row with two ends, so that it sums to zero. It is never changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_transfer")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LedgerTransferId,
    /// Its community.
    pub community_id: CommunityId,
    /// In which unit.
    pub unit: LedgerUnit,
    /// Where it comes from.
    pub from_account: LedgerAccountId,
    /// Where it goes to.
    pub to_account: LedgerAccountId,
    /// How much, above zero.
    pub amount: i64,
    /// Why, as a word.
    pub kind: LedgerKind,
    /// Why, in the words of who did it; may be erased.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// What it follows from.
    pub source_kind: Option<LedgerSource>,
    /// Which one.
    pub source_id: Option<Uuid>,
    /// For what kind of service it is.
    pub service_kind: Option<ServiceKind>,
    /// When that was done.
    pub served_at: Option<DateTimeUtc>,
    /// The transfer that it takes back.
    pub reverses: Option<LedgerTransferId>,
    /// Who did it; none for the clock.
    pub by_account: Option<AccountId>,
    /// When it was posted.
    pub at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
