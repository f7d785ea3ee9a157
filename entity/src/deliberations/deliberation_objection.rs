//! 异议.

use sea_orm::entity::prelude::*;

use super::words::ObjectionStatus;
use crate::ids::{AccountId, DeliberationId, ObjectionId};

/// 异议.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliberation_objection")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ObjectionId,
    /// The deliberation.
    pub deliberation_id: DeliberationId,
    /// Who objects.
    pub account_id: AccountId,
    /// Why.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// Where it stands.
    pub status: ObjectionStatus,
    /// Who decided it.
    pub decided_by: Option<AccountId>,
    /// The reasons of the decision.
    pub decision: Option<String>,
    /// When.
    pub decided_at: Option<DateTimeUtc>,
    /// When it was raised.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
