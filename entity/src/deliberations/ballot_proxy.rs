//! 书面委托: who votes for an owner.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, BallotProxyId, DeliberationId, MediaId, RollEntryId};

/// 书面委托: who votes for an owner.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot_proxy")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BallotProxyId,
    /// The deliberation.
    pub deliberation_id: DeliberationId,
    /// The owner.
    pub entry_id: RollEntryId,
    /// Who votes for them.
    pub agent_account_id: AccountId,
    /// The scan of the letter.
    pub media_id: Option<MediaId>,
    /// Who entered it.
    pub entered_by: AccountId,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
