//! A grid that an emergency is open for.

use sea_orm::entity::prelude::*;

use crate::ids::{EmergencyId, GridId};

/// A grid that an emergency is open for.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "emergency_grid")]
pub struct Model {
    /// The emergency.
    #[sea_orm(primary_key, auto_increment = false)]
    pub emergency_id: EmergencyId,
    /// The grid.
    #[sea_orm(primary_key, auto_increment = false)]
    pub grid_id: GridId,
    /// Whether it is real and still open: of those a grid has one at most.
    pub real_open: bool,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
