//! Progress, evidence or a dispute, in words and photos.

use sea_orm::entity::prelude::*;

use super::words::NoteKind;
use crate::ids::{AccountId, WishClaimId, WishId, WishNoteId};
use crate::moderation::Screening;

/// Progress, evidence or a dispute, in words and photos.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wish_note")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WishNoteId,
    /// The wish.
    pub wish_id: WishId,
    /// The claim under which it was written.
    pub claim_id: Option<WishClaimId>,
    /// What it is.
    pub kind: NoteKind,
    /// The words.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// Whether others may see the words.
    pub screening: Screening,
    /// Who wrote it.
    pub account_id: AccountId,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
