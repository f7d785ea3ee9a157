//! The key of a secret vote, until it closes.

use sea_orm::entity::prelude::*;

use crate::ids::{BallotKeyId, DeliberationId};

/// The key of a secret vote, until it closes.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot_key")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BallotKeyId,
    /// The deliberation.
    pub deliberation_id: DeliberationId,
    /// The key, sealed.
    #[sea_orm(column_type = "Text")]
    pub key_sealed: String,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
