//! Photos of a wish: uploaded before by the same person, each used once.

use entity::ids::{MediaId, WishId, WishNoteId};
use entity::wishes::wish_media;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::media;

/// Photos that a wish or a note may have.
pub const MAX_PHOTOS: usize = 9;

/// Attaches photos to a wish, or to a note of it.
///
/// # Errors
/// `invalid` when one is not the actor's own or is in use already, or when there are too many.
pub async fn attach(
    tx: &Tx<'_>,
    actor: &Actor,
    wish: WishId,
    note: Option<WishNoteId>,
    photos: &[MediaId],
) -> Result<()> {
    if photos.is_empty() {
        return Ok(());
    }
    if photos.len() > MAX_PHOTOS {
        return Err(Code::Invalid.error().at("/photos", Code::InvalidValue));
    }
    media::service::attach(tx, actor, photos, "/photos").await?;
    let rows = photos.iter().zip(0..).map(|(photo, sort)| wish_media::ActiveModel {
        wish_id: Set(wish),
        media_id: Set(*photo),
        note_id: Set(note),
        sort: Set(sort),
    });
    wish_media::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}
