//! A training that a volunteer has passed.

use sea_orm::entity::prelude::*;

use super::words::Training;
use crate::ids::{AccountId, VolunteerId};

/// A training that a volunteer has passed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "volunteer_training")]
pub struct Model {
    /// The volunteer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volunteer_id: VolunteerId,
    /// What was learned.
    #[sea_orm(primary_key, auto_increment = false)]
    pub training: Training,
    /// When it was passed.
    pub passed_on: Date,
    /// The last day on which it counts.
    pub valid_until: Option<Date>,
    /// Who entered it.
    pub entered_by: AccountId,
    /// When it was entered.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
