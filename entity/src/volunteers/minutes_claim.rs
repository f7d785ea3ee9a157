//! Minutes that somebody adds by hand, with a reason, until somebody else decides.

use sea_orm::entity::prelude::*;

use super::book_words::MinutesClaimStatus;
use super::words::ServiceKind;
use crate::ids::{AccountId, CommunityId, MinutesClaimId, VolunteerId};

/// Minutes that somebody adds by hand, with a reason, until somebody else decides.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "minutes_claim")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MinutesClaimId,
    /// Its community.
    pub community_id: CommunityId,
    /// Whose minutes.
    pub volunteer_id: VolunteerId,
    /// What was done.
    pub kind: ServiceKind,
    /// On which day.
    pub served_on: Date,
    /// How long.
    pub minutes: i32,
    /// Why they were not measured.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// How it stands.
    pub status: MinutesClaimStatus,
    /// Who added them.
    pub asked_by: AccountId,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// Why they were refused.
    #[sea_orm(column_type = "Text", nullable)]
    pub decision_reason: Option<String>,
    /// When it was decided.
    pub decided_at: Option<DateTimeUtc>,
    /// Counts its changes.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
