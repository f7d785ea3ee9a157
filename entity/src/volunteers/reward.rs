//! Something that a partner gives for points.

use sea_orm::entity::prelude::*;

use crate::ids::{CommunityId, PartnerId, RewardId};

/// Something that a partner gives for points.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reward")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RewardId,
    /// Its community.
    pub community_id: CommunityId,
    /// Who gives it.
    pub partner_id: PartnerId,
    /// What it is.
    pub title: String,
    /// More about it.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Its price in points.
    pub price: i64,
    /// How many are left.
    pub stock: i32,
    /// Whether it can be had.
    pub active: bool,
    /// Counts its changes.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
