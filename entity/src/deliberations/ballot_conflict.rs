//! An online ballot and one on paper of the same voter.

use sea_orm::entity::prelude::*;

use super::vote_words::BallotChannel;
use crate::ids::{DeliberationId, RollEntryId};

/// An online ballot and one on paper of the same voter.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot_conflict")]
pub struct Model {
    /// The deliberation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub deliberation_id: DeliberationId,
    /// The voter.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: RollEntryId,
    /// Which one counts, by the precedence rule.
    pub kept: BallotChannel,
    /// Which one does not.
    pub dropped: BallotChannel,
    /// When it was noticed.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
