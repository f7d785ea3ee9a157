//! 签到: that somebody was there, from when to when.

use sea_orm::entity::prelude::*;

use super::words::Evidence;
use crate::ids::{AccountId, AttendanceId, CommunityId, ShiftId, SignupId, VolunteerId};

/// 签到: that somebody was there, from when to when.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttendanceId,
    /// Its community.
    pub community_id: CommunityId,
    /// The sign-up.
    pub signup_id: SignupId,
    /// The shift.
    pub shift_id: ShiftId,
    /// Who was there.
    pub volunteer_id: VolunteerId,
    /// When they came.
    pub checked_in_at: DateTimeUtc,
    /// What shows it.
    pub in_evidence: Evidence,
    /// When an offline check-in arrived here.
    pub in_received_at: Option<DateTimeUtc>,
    /// When they went.
    pub checked_out_at: Option<DateTimeUtc>,
    /// What shows it.
    pub out_evidence: Option<Evidence>,
    /// When an offline check-out arrived here.
    pub out_received_at: Option<DateTimeUtc>,
    /// They forgot to check out; the rule did.
    pub closed_by_rule: bool,
    /// Service minutes by the instants.
    pub minutes: Option<i32>,
    /// Minutes added by hand.
    pub added_minutes: i32,
    /// Why.
    #[sea_orm(column_type = "Text", nullable)]
    pub added_reason: Option<String>,
    /// Who approved the minutes.
    pub approved_by: Option<AccountId>,
    /// When.
    pub approved_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
