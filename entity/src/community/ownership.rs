//! 产权: that an owner owns a dwelling, alone or with others.

use sea_orm::entity::prelude::*;

use crate::ids::{DwellingId, OwnerId};

/// 产权: that an owner owns a dwelling, alone or with others.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ownership")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner_id: OwnerId,
    /// The dwelling.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dwelling_id: DwellingId,
    /// When it was entered.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
