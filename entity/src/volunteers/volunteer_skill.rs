//! What a volunteer can do.

use sea_orm::entity::prelude::*;

use super::words::Skill;
use crate::ids::VolunteerId;

/// What a volunteer can do.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "volunteer_skill")]
pub struct Model {
    /// The volunteer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volunteer_id: VolunteerId,
    /// The skill.
    #[sea_orm(primary_key, auto_increment = false)]
    pub skill: Skill,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
