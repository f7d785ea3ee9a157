//! 附议: somebody who wants it talked over.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, DeliberationId};

/// 附议: somebody who wants it talked over.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliberation_second")]
pub struct Model {
    /// The deliberation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub deliberation_id: DeliberationId,
    /// Who seconds it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
