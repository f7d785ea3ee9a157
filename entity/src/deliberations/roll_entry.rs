//! A voter on the frozen roll.

use sea_orm::entity::prelude::*;

use crate::ids::{BuildingId, DeliberationId, RollEntryId};

/// A voter on the frozen roll.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "roll_entry")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RollEntryId,
    /// The deliberation.
    pub deliberation_id: DeliberationId,
    /// The resident, household or owner; of co-owners a digest of all.
    pub subject: Uuid,
    /// Where it counts when turnout is shown by building.
    pub building_id: BuildingId,
    /// Always one.
    pub heads: i32,
    /// The area of all parts in 0.01 m²; 0 when areas do not count.
    pub area: i64,
    /// The dwellings that the area comes from.
    #[sea_orm(column_type = "JsonBinary")]
    pub parts: Json,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
