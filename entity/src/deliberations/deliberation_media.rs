//! A picture of a deliberation or of its evidence.

use sea_orm::entity::prelude::*;

use crate::ids::{DeliberationId, MediaId};

/// A picture of a deliberation or of its evidence.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliberation_media")]
pub struct Model {
    /// The deliberation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub deliberation_id: DeliberationId,
    /// The picture.
    #[sea_orm(primary_key, auto_increment = false)]
    pub media_id: MediaId,
    /// It shows what was carried out.
    pub evidence: bool,
    /// Its place.
    pub sort: i32,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
