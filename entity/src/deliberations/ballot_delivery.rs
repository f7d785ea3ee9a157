//! 送达: that a voter was served, with proof.

use sea_orm::entity::prelude::*;

use super::vote_words::DeliveryMethod;
use crate::ids::{AccountId, BallotDeliveryId, DeliberationId, MediaId, RollEntryId};

/// 送达: that a voter was served, with proof.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot_delivery")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BallotDeliveryId,
    /// The deliberation.
    pub deliberation_id: DeliberationId,
    /// The voter.
    pub entry_id: RollEntryId,
    /// How.
    pub method: DeliveryMethod,
    /// The proof.
    pub media_id: Option<MediaId>,
    /// What else proves it.
    pub note: Option<String>,
    /// When.
    pub delivered_at: DateTimeUtc,
    /// Who served or entered it.
    pub by_account_id: AccountId,
    /// When it was entered.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
