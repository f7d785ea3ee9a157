//! One end of a transfer, as a statement shows it. A view.

use sea_orm::entity::prelude::*;

use super::book_words::{LedgerKind, LedgerSource, LedgerUnit};
use crate::ids::{LedgerAccountId, LedgerTransferId};

/// One end of a transfer, as a statement shows it. A view.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_posting")]
pub struct Model {
    /// The transfer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub transfer_id: LedgerTransferId,
    /// The account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: LedgerAccountId,
    /// In which unit.
    pub unit: LedgerUnit,
    /// What came; what went is below zero.
    pub amount: i64,
    /// Why, as a word.
    pub kind: LedgerKind,
    /// Why, in words.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// What it follows from.
    pub source_kind: Option<LedgerSource>,
    /// Which one.
    pub source_id: Option<Uuid>,
    /// The transfer that it takes back.
    pub reverses: Option<LedgerTransferId>,
    /// When it was posted.
    pub at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
