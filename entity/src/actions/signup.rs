//! 报名: a volunteer for a role in a shift.

use sea_orm::entity::prelude::*;

use super::words::SignupStatus;
use crate::ids::{AccountId, ActionId, CommunityId, ShiftId, ShiftRoleId, SignupId, TeamId, VolunteerId};

/// 报名: a volunteer for a role in a shift.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signup")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SignupId,
    /// Its community.
    pub community_id: CommunityId,
    /// The action.
    pub action_id: ActionId,
    /// The shift.
    pub shift_id: ShiftId,
    /// The role.
    pub shift_role_id: ShiftRoleId,
    /// Who it is for.
    pub volunteer_id: VolunteerId,
    /// Their account.
    pub account_id: AccountId,
    /// How far it has come.
    pub status: SignupStatus,
    /// The number in the queue of whoever waits or has waited.
    pub number: Option<i32>,
    /// Offers that were not answered in time.
    pub lapses: i32,
    /// Until when the offered place is kept.
    pub offer_ends_at: Option<DateTimeUtc>,
    /// Who signed them up.
    pub by_account_id: AccountId,
    /// The team whose leader signed them up.
    pub team_id: Option<TeamId>,
    /// Cancelled when it was too late to find somebody else.
    pub late_cancel: bool,
    /// Signed up by staff, past the conditions.
    pub overridden: bool,
    /// Why it was cancelled.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// What the volunteer says against a no-show.
    #[sea_orm(column_type = "Text", nullable)]
    pub appeal: Option<String>,
    /// When they said it.
    pub appealed_at: Option<DateTimeUtc>,
    /// What was answered.
    #[sea_orm(column_type = "Text", nullable)]
    pub appeal_answer: Option<String>,
    /// When it was answered.
    pub appeal_decided_at: Option<DateTimeUtc>,
    /// Counts its changes.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
