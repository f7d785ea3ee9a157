//! A ballot: one a voter.

use sea_orm::entity::prelude::*;

use super::vote_words::BallotChannel;
use crate::ids::{AccountId, BallotId, DeliberationId, RollEntryId};

/// A ballot: one a voter.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BallotId,
    /// The deliberation.
    pub deliberation_id: DeliberationId,
    /// The voter.
    pub entry_id: RollEntryId,
    /// How it came.
    pub channel: BallotChannel,
    /// Who cast it; nobody for one on paper.
    pub account_id: Option<AccountId>,
    /// Choice and salt; of a secret ballot sealed, and gone after closing.
    #[sea_orm(column_type = "Text", nullable)]
    pub content: Option<String>,
    /// The hash of its leaf, hex. A secret ballot has none here: it would name the voter's leaf.
    pub leaf: Option<String>,
    /// How often this voter has voted.
    pub sequence: i32,
    /// When it came in.
    pub cast_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
