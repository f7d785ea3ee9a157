//! A member of a team.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, TeamId, TeamMemberId};

/// A member of a team.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "team_member")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TeamMemberId,
    /// The team.
    pub team_id: TeamId,
    /// The member.
    pub account_id: AccountId,
    /// When they joined.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
