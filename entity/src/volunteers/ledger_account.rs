//! An account of the ledger: whose, in which unit, and what is on it.

use sea_orm::entity::prelude::*;

use super::book_words::{LedgerOwner, LedgerUnit};
use crate::ids::{CommunityId, LedgerAccountId};

/// An account of the ledger: whose, in which unit, and what is on it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_account")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LedgerAccountId,
    /// Its community.
    pub community_id: CommunityId,
    /// What kind of owner.
    pub owner_kind: LedgerOwner,
    /// The owner.
    pub owner_id: Uuid,
    /// In which unit.
    pub unit: LedgerUnit,
    /// What is on it: the sum of its postings, kept by the database.
    pub balance: i64,
    /// It never falls below this; none for what the community gives out.
    pub floor: Option<i64>,
    /// When it was opened.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
