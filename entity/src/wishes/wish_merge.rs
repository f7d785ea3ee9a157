//! A duplicate and the wish it was merged into.

use sea_orm::entity::prelude::*;

use super::words::WishStatus;
use crate::ids::{AccountId, CommunityId, WishId, WishMergeId};

/// A duplicate and the wish it was merged into.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wish_merge")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WishMergeId,
    /// The community.
    pub community_id: CommunityId,
    /// The duplicate.
    pub from_wish_id: WishId,
    /// The wish that stays.
    pub into_wish_id: WishId,
    /// The duplicate's state before.
    pub from_status: WishStatus,
    /// Ids of what was moved.
    #[sea_orm(column_type = "JsonBinary")]
    pub moved: Json,
    /// Who merged.
    pub by_account_id: AccountId,
    /// When.
    pub created_at: DateTimeUtc,
    /// When it was undone.
    pub undone_at: Option<DateTimeUtc>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
