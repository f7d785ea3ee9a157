//! 评议: one a voter.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, DeliberationId, RollEntryId};

/// 评议: one a voter.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliberation_evaluation")]
pub struct Model {
    /// The deliberation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub deliberation_id: DeliberationId,
    /// The voter.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: RollEntryId,
    /// Who graded it.
    pub account_id: AccountId,
    /// 1 to 5.
    pub score: i32,
    /// What they say.
    pub comment: Option<String>,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
