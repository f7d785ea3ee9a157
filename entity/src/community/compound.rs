//! 小区.

use sea_orm::entity::prelude::*;

use super::words::Governance;
use crate::ids::{CommunityId, CompoundId};

/// 小区.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "compound")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CompoundId,
    /// Its community.
    pub community_id: CommunityId,
    /// Its name.
    pub name: String,
    /// Who governs it.
    pub governance: Governance,
    /// Counts its changes.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
