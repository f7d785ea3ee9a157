//! One day of a series' rule, and what became of it.

use sea_orm::entity::prelude::*;

use super::words::Occurrence;
use crate::ids::{ActionId, ActionSeriesId};

/// One day of a series' rule, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "action_occurrence")]
pub struct Model {
    /// The series.
    #[sea_orm(primary_key, auto_increment = false)]
    pub series_id: ActionSeriesId,
    /// The day that the rule names.
    #[sea_orm(primary_key, auto_increment = false)]
    pub planned_on: Date,
    /// What became of it.
    pub outcome: Occurrence,
    /// The holiday that it fell on.
    pub holiday: Option<String>,
    /// The holiday's dates are not yet announced officially.
    pub provisional: bool,
    /// The day on which it takes place; none when it does not.
    pub held_on: Option<Date>,
    /// The action of that day; none when there is none.
    pub action_id: Option<ActionId>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
