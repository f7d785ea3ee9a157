//! 团队: party branch, patrol, red stewards ….

use sea_orm::entity::prelude::*;

use super::words::TeamKind;
use crate::ids::{AccountId, CommunityId, TeamId};

/// 团队: party branch, patrol, red stewards ….
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "team")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TeamId,
    /// Its community.
    pub community_id: CommunityId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: TeamKind,
    /// Who leads it.
    pub leader_account_id: Option<AccountId>,
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
