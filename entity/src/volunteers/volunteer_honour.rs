//! A commendation that a volunteer was given.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, VolunteerId};

/// A commendation that a volunteer was given.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "volunteer_honour")]
pub struct Model {
    /// The volunteer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volunteer_id: VolunteerId,
    /// What it is called.
    #[sea_orm(primary_key, auto_increment = false)]
    pub title: String,
    /// The day on which it was given.
    #[sea_orm(primary_key, auto_increment = false)]
    pub given_on: Date,
    /// Who gave it.
    pub given_by: String,
    /// Who entered it.
    pub entered_by: AccountId,
    /// When it was entered.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
