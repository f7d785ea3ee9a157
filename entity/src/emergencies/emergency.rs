//! 应急: the emergency mode of some grids, or a drill of it.

use sea_orm::entity::prelude::*;

use super::words::{EmergencyKind, EmergencyStatus};
use crate::ids::{AccountId, CommunityId, EmergencyId};

/// 应急: the emergency mode of some grids, or a drill of it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "emergency")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EmergencyId,
    /// Its community.
    pub community_id: CommunityId,
    /// A drill, or real; never changes.
    pub kind: EmergencyKind,
    /// In a line.
    pub title: String,
    /// What residents read.
    #[sea_orm(column_type = "Text")]
    pub message: String,
    /// Why it was opened.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// How far it has come.
    pub status: EmergencyStatus,
    /// What is said at the end.
    #[sea_orm(column_type = "Text", nullable)]
    pub summary: Option<String>,
    /// Who opened it.
    pub opened_by: AccountId,
    /// When.
    pub opened_at: DateTimeUtc,
    /// Who closed it.
    pub closed_by: Option<AccountId>,
    /// When.
    pub closed_at: Option<DateTimeUtc>,
    /// Counts its changes.
    pub version: i32,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
