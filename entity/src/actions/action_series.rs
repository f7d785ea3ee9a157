//! 重复行动: one action again and again, by a rule.

use sea_orm::entity::prelude::*;

use super::words::HolidayRule;
use crate::ids::{AccountId, ActionSeriesId, CommunityId};

/// 重复行动: one action again and again, by a rule.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "action_series")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ActionSeriesId,
    /// Its community.
    pub community_id: CommunityId,
    /// The day from which the rule counts, in the community's zone.
    pub first_on: Date,
    /// The rule (RFC 5545), bounded.
    pub rrule: String,
    /// What happens on public holidays.
    pub holidays: HolidayRule,
    /// Who entered it.
    pub created_by: AccountId,
    /// Counts its changes.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
