//! An account that may cast the ballot of an entry.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, DeliberationId, RollEntryId};

/// An account that may cast the ballot of an entry.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "roll_voter")]
pub struct Model {
    /// The entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: RollEntryId,
    /// The account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// The deliberation.
    pub deliberation_id: DeliberationId,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
