//! How many messages of a template somebody has agreed to.

use sea_orm::entity::prelude::*;

use crate::ids::AccountId;

/// How many messages of a template somebody has agreed to.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message_grant")]
pub struct Model {
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// WeChat's id of the template.
    #[sea_orm(primary_key, auto_increment = false)]
    pub template_id: String,
    /// Messages that may still be sent.
    pub remaining: i32,
    /// When they agreed last.
    pub granted_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
