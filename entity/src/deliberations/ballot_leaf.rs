//! A counted ballot without its voter.

use sea_orm::entity::prelude::*;

use crate::ids::DeliberationId;

/// A counted ballot without its voter.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot_leaf")]
pub struct Model {
    /// The deliberation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub deliberation_id: DeliberationId,
    /// Its hash; leaves lie in this order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// Its salt.
    pub salt: String,
    /// What it says.
    #[sea_orm(column_type = "JsonBinary")]
    pub choice: Json,
    /// Always one.
    pub heads: i32,
    /// In 0.01 m².
    pub area: i64,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
