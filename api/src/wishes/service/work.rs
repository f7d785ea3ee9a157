//! The helper at work: progress, and in the end the evidence that it is done.

use chrono::Duration;
use entity::ids::{MediaId, WishId, WishNoteId};
use entity::moderation::ContentKind;
use entity::wishes::{NoteKind, WishVerb, wish, wish_note};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use super::case::{Case, Step};
use super::photos;
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::moderation::service::{Piece, screen};
use crate::wishes::state::AUTO_CONFIRM_DAYS;

/// Words with photos.
#[derive(Clone, Debug)]
pub struct Note {
    /// The words.
    pub text: String,
    /// Photos, uploaded before.
    pub photos: Vec<MediaId>,
}

/// The helper tells how it goes.
pub async fn progress(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, note: Note) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let wish = case.go(tx, WishVerb::Progress, Step::default()).await?;
    write_note(tx, actor, &case, NoteKind::Progress, note).await?;
    Ok(wish)
}

/// The helper is done and shows it; the author has seven days to confirm.
pub async fn fulfil(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, evidence: Note) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let wish = case.go(tx, WishVerb::Fulfil, Step::set(fulfilled(tx))).await?;
    write_note(tx, actor, &case, NoteKind::Evidence, evidence).await?;
    Ok(wish)
}

/// What is written into a wish that is fulfilled now.
pub(super) fn fulfilled(tx: &Tx<'_>) -> wish::ActiveModel {
    wish::ActiveModel {
        fulfilled_at: Set(Some(tx.now())),
        confirm_due_at: Set(Some(tx.now() + Duration::days(AUTO_CONFIRM_DAYS))),
        ..Default::default()
    }
}

/// Writes a note under the live claim.
pub(super) async fn write_note(tx: &Tx<'_>, actor: &Actor, case: &Case, kind: NoteKind, note: Note) -> Result<()> {
    let id = WishNoteId::new();
    let community = case.wish.community_id;
    let piece = Piece { kind: ContentKind::WishNote, subject: id.0, community, text: &note.text };
    let screening = screen(tx, actor, piece).await?;
    let row = wish_note::ActiveModel {
        id: Set(id),
        wish_id: Set(case.wish.id),
        claim_id: Set(case.claim.as_ref().map(|claim| claim.id)),
        kind: Set(kind),
        text: Set(note.text),
        screening: Set(screening),
        account_id: Set(actor.account()?),
        created_at: Set(tx.now()),
    };
    wish_note::Entity::insert(row).exec_without_returning(tx).await?;
    photos::attach(tx, actor, case.wish.id, Some(id), &note.photos).await
}
