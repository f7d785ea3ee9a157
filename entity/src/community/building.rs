//! 楼栋.

use sea_orm::entity::prelude::*;

use crate::ids::{BuildingId, CommunityId, CompoundId, GridId};

/// 楼栋.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "building")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BuildingId,
    /// Its community.
    pub community_id: CommunityId,
    /// The compound it stands in.
    pub compound_id: Option<CompoundId>,
    /// The grid it lies in.
    pub grid_id: GridId,
    /// Its name.
    pub name: String,
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
