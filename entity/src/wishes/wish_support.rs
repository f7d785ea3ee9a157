//! 附和: me too.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, WishId, WishSupportId};

/// 附和: me too.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wish_support")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WishSupportId,
    /// The wish.
    pub wish_id: WishId,
    /// Who supports it.
    pub account_id: AccountId,
    /// When.
    pub created_at: DateTimeUtc,
    /// The duplicate it was moved from.
    pub moved_from: Option<WishId>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
