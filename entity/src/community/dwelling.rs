//! 房屋: an exclusive part (专有部分).

use sea_orm::entity::prelude::*;

use super::words::DwellingKind;
use crate::ids::{BuildingId, CommunityId, DwellingId, UnitId};

/// 房屋: an exclusive part (专有部分).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dwelling")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DwellingId,
    /// Its community.
    pub community_id: CommunityId,
    /// Its building.
    pub building_id: BuildingId,
    /// Its unit, where there are units.
    pub unit_id: Option<UnitId>,
    /// Its door number, sealed.
    #[sea_orm(column_type = "Text")]
    pub door_sealed: String,
    /// Blind index of the door number.
    pub door_blind: String,
    /// Its exclusive area in 0.01 m².
    pub area_centi_m2: Option<i64>,
    /// What it is used for.
    pub kind: DwellingKind,
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
