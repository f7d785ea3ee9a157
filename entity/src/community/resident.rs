//! 居民: a person on the roster.

use sea_orm::entity::prelude::*;

use super::words::Relation as HouseholdRelation;
use crate::ids::{AccountId, CommunityId, HouseholdId, ResidentId};

/// 居民: a person on the roster.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "resident")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResidentId,
    /// Their community.
    pub community_id: CommunityId,
    /// Their household.
    pub household_id: Option<HouseholdId>,
    /// Their account, once verified.
    pub account_id: Option<AccountId>,
    /// Their name, sealed.
    #[sea_orm(column_type = "Text")]
    pub name_sealed: String,
    /// Blind index of the name.
    pub name_blind: String,
    /// Their phone, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub phone_sealed: Option<String>,
    /// Blind index of the phone.
    pub phone_blind: Option<String>,
    /// Their identity number, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub id_number_sealed: Option<String>,
    /// Blind index of the identity number.
    pub id_number_blind: Option<String>,
    /// Their day of birth.
    pub birth_date: Option<Date>,
    /// What they are in the household.
    pub relation: HouseholdRelation,
    /// Whether they own the dwelling.
    pub is_owner: bool,
    /// Tags such as party_member.
    #[sea_orm(column_type = "JsonBinary")]
    pub tags: Json,
    /// When they moved away.
    pub moved_out_at: Option<DateTimeUtc>,
    /// When their personal data was erased.
    pub erased_at: Option<DateTimeUtc>,
    /// Counts their changes.
    pub version: i32,
    /// When they were entered.
    pub created_at: DateTimeUtc,
    /// When they were changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
