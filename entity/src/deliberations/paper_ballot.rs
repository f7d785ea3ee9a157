//! A ballot on paper as one person read it; two persons must read the same.

use sea_orm::entity::prelude::*;

use super::vote_words::{BallotChannel, PaperState};
use crate::ids::{AccountId, DeliberationId, MediaId, PaperBallotId, RollEntryId};

/// A ballot on paper as one person read it; two persons must read the same.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "paper_ballot")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaperBallotId,
    /// The deliberation.
    pub deliberation_id: DeliberationId,
    /// The voter.
    pub entry_id: RollEntryId,
    /// On paper or door to door.
    pub channel: BallotChannel,
    /// Whether a second person has read the same.
    pub state: PaperState,
    /// Who read it.
    pub entered_by: AccountId,
    /// Choice and salt, as in a ballot.
    #[sea_orm(column_type = "Text", nullable)]
    pub content: Option<String>,
    /// The scan.
    pub media_id: Option<MediaId>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
