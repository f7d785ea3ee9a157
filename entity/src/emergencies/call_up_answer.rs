//! Somebody who was called up, and what they answer.

use sea_orm::entity::prelude::*;

use super::words::CallUpReply;
use crate::ids::{AccountId, CallUpAnswerId, CallUpId, CommunityId, EmergencyId, GridId, VolunteerId};

/// Somebody who was called up, and what they answer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_up_answer")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallUpAnswerId,
    /// Its community.
    pub community_id: CommunityId,
    /// The emergency; a volunteer is called up for it once.
    pub emergency_id: EmergencyId,
    /// The call that reached them first.
    pub call_up_id: CallUpId,
    /// The volunteer.
    pub volunteer_id: VolunteerId,
    /// Their account.
    pub account_id: AccountId,
    /// For which of the grids they were called.
    pub grid_id: GridId,
    /// What they answer.
    pub reply: CallUpReply,
    /// From when on somebody can who can later.
    pub later_at: Option<DateTimeUtc>,
    /// What they add, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub note_sealed: Option<String>,
    /// When they answered last.
    pub answered_at: Option<DateTimeUtc>,
    /// Counts its changes.
    pub version: i32,
    /// When they were called.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
