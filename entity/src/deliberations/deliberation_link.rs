//! What carries a decision out: a wish, an action.

use sea_orm::entity::prelude::*;

use crate::ids::DeliberationId;

/// What carries a decision out: a wish, an action.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliberation_link")]
pub struct Model {
    /// The deliberation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub deliberation_id: DeliberationId,
    /// A wish or an action.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Which one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub target_id: Uuid,
    /// When it was linked.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
