//! Whether something may be seen by others, and how that was found out.

use sea_orm::entity::prelude::*;

use super::words::{ContentKind, ReviewCause, ReviewStatus};
use crate::ids::{AccountId, CommunityId, ContentReviewId};

/// Whether something may be seen by others, and how that was found out.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "content_review")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContentReviewId,
    /// The community.
    pub community_id: CommunityId,
    /// The kind of thing that is looked at.
    pub kind: ContentKind,
    /// The thing.
    pub subject_id: Uuid,
    /// Who wrote or uploaded it; none for what programs and callers bring.
    pub author_account_id: Option<AccountId>,
    /// The text as it was looked at; empty for a picture.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// How far it is.
    pub status: ReviewStatus,
    /// Whether others do not see it meanwhile.
    pub withheld: bool,
    /// Why a person has to look.
    pub cause: Option<ReviewCause>,
    /// What the list and WeChat found: topics, words, labels.
    #[sea_orm(column_type = "JsonBinary")]
    pub findings: Json,
    /// Calls to WeChat so far.
    pub attempts: i32,
    /// WeChat is not to be asked before, or its answer is not to be waited for after.
    pub due_at: Option<DateTimeUtc>,
    /// A worker holds it until then.
    pub leased_until: Option<DateTimeUtc>,
    /// WeChat's name for the check of a picture.
    pub trace_id: Option<String>,
    /// Since when a person has to look.
    pub waiting_since: Option<DateTimeUtc>,
    /// Who looks at it now.
    pub claimed_by: Option<AccountId>,
    /// Until then.
    pub claimed_until: Option<DateTimeUtc>,
    /// Who decided last.
    pub decided_by: Option<AccountId>,
    /// When a person or a check decided last.
    pub decided_at: Option<DateTimeUtc>,
    /// Why, in words for the author.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// When the author appealed; once.
    pub appealed_at: Option<DateTimeUtc>,
    /// What the author says.
    #[sea_orm(column_type = "Text", nullable)]
    pub appeal: Option<String>,
    /// Counts its changes.
    pub version: i32,
    /// When it began.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
