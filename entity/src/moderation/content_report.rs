//! Somebody finds that something should not stand there.

use sea_orm::entity::prelude::*;

use super::words::ReportReason;
use crate::ids::{AccountId, ContentReportId, ContentReviewId};

/// Somebody finds that something should not stand there.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "content_report")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContentReportId,
    /// Where it is looked at.
    pub review_id: ContentReviewId,
    /// Who says so; never shown.
    pub account_id: AccountId,
    /// Why.
    pub reason: ReportReason,
    /// In their words.
    #[sea_orm(column_type = "Text", nullable)]
    pub text: Option<String>,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
