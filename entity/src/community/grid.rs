//! 网格.

use sea_orm::entity::prelude::*;

use super::words::GridKind;
use crate::ids::{CommunityId, GridId};

/// 网格.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grid")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GridId,
    /// Its community.
    pub community_id: CommunityId,
    /// Its code, unique within the community.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Residential or public.
    pub kind: GridKind,
    /// Latitude of its centre in micro-degrees, gcj02.
    pub center_lat: Option<i32>,
    /// Longitude of its centre in micro-degrees, gcj02.
    pub center_lng: Option<i32>,
    /// Its place in lists.
    pub sort: i32,
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
