//! Points given for a reward, until the partner hands it over.

use sea_orm::entity::prelude::*;

use super::book_words::RedemptionStatus;
use crate::ids::{AccountId, CommunityId, LedgerTransferId, PartnerId, RedemptionId, RewardId};

/// Points given for a reward, until the partner hands it over.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "redemption")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RedemptionId,
    /// Its community.
    pub community_id: CommunityId,
    /// The reward.
    pub reward_id: RewardId,
    /// Who hands it over.
    pub partner_id: PartnerId,
    /// Who gave the points.
    pub account_id: AccountId,
    /// How many.
    pub price: i64,
    /// What they show at the counter.
    pub code: String,
    /// How it stands.
    pub status: RedemptionStatus,
    /// The transfer of the points.
    pub transfer_id: LedgerTransferId,
    /// Who handed it over or cancelled.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<DateTimeUtc>,
    /// Counts its changes.
    pub version: i32,
    /// When it was placed.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
