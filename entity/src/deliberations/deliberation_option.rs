//! An option of a vote.

use sea_orm::entity::prelude::*;

use crate::ids::{DeliberationId, OptionId};

/// An option of a vote.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliberation_option")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OptionId,
    /// The deliberation.
    pub deliberation_id: DeliberationId,
    /// Its place in the list.
    pub sort: i32,
    /// What it says.
    pub text: String,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
