//! Where a volunteer would help.

use sea_orm::entity::prelude::*;

use crate::ids::{GridId, VolunteerId};

/// Where a volunteer would help.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "volunteer_grid")]
pub struct Model {
    /// The volunteer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volunteer_id: VolunteerId,
    /// The grid.
    #[sea_orm(primary_key, auto_increment = false)]
    pub grid_id: GridId,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
