//! 发言.

use sea_orm::entity::prelude::*;

use super::words::CommenterKind;
use crate::ids::{AccountId, CommentId, DeliberationId};
use crate::moderation::Screening;

/// 发言.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliberation_comment")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommentId,
    /// The deliberation.
    pub deliberation_id: DeliberationId,
    /// Who says it.
    pub account_id: AccountId,
    /// As what they said it.
    pub author_kind: CommenterKind,
    /// What they say; kept when it is hidden.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// Whether others may see it.
    pub screening: Screening,
    /// When it was hidden.
    pub hidden_at: Option<DateTimeUtc>,
    /// Who hid it.
    pub hidden_by: Option<AccountId>,
    /// Why.
    pub hidden_reason: Option<String>,
    /// Counts its changes.
    pub version: i32,
    /// When it was said.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
