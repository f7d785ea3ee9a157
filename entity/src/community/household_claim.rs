//! A resident's claim to a household, for the grid leader to approve.

use sea_orm::entity::prelude::*;

use super::words::{ClaimStatus, Relation as HouseholdRelation};
use crate::ids::{AccountId, CommunityId, DwellingId, GridId, HouseholdClaimId};

/// A resident's claim to a household, for the grid leader to approve.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "household_claim")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HouseholdClaimId,
    /// The community.
    pub community_id: CommunityId,
    /// Who claims.
    pub account_id: AccountId,
    /// The dwelling they say they live in.
    pub dwelling_id: DwellingId,
    /// The grid it lies in.
    pub grid_id: GridId,
    /// Their name, sealed.
    #[sea_orm(column_type = "Text")]
    pub name_sealed: String,
    /// What they are in the household.
    pub relation: HouseholdRelation,
    /// Whether they own the dwelling.
    pub is_owner: bool,
    /// What they want to add.
    pub note: Option<String>,
    /// Where it stands.
    pub status: ClaimStatus,
    /// To be decided by then.
    pub due_at: DateTimeUtc,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When it was decided.
    pub decided_at: Option<DateTimeUtc>,
    /// Why it was refused.
    pub reason: Option<String>,
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
