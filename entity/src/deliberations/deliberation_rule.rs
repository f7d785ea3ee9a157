//! A community's own rule for votes; a version is never changed.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, CommunityId, DeliberationRuleId};

/// A community's own rule for votes; a version is never changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliberation_rule")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliberationRuleId,
    /// The community.
    pub community_id: CommunityId,
    /// Its code.
    pub code: String,
    /// Its version.
    pub version: i32,
    /// The rule, as it is applied.
    #[sea_orm(column_type = "JsonBinary")]
    pub rule: Json,
    /// Who set it up.
    pub by_account_id: AccountId,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
