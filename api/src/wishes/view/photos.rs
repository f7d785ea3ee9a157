//! The photos of wishes, as far as they are shown or counted.

use std::collections::HashMap;

use entity::ids::{WishId, WishNoteId};
use entity::media::{MediaStatus, media as media_row};
use entity::wishes::wish_media;
use sea_orm::prelude::*;
use sea_orm::{JoinType, QueryOrder, QuerySelect};

use crate::error::Result;
use crate::kernel::Kernel;
use crate::media::{self, Looker, Picture};

/// Photos by the note they belong to; those of the wish itself under none.
pub(super) type Photos = HashMap<Option<WishNoteId>, Vec<Picture>>;

/// The photos of a wish and of its notes.
pub(super) async fn photos(
    kernel: &Kernel,
    conn: &impl ConnectionTrait,
    looker: Looker,
    wish: WishId,
) -> Result<Photos> {
    let rows = wish_media::Entity::find()
        .filter(wish_media::Column::WishId.eq(wish))
        .order_by_asc(wish_media::Column::Sort)
        .all(conn)
        .await?;
    let mut pictures = media::service::pictures(kernel, conn, looker, rows.iter().map(|row| row.media_id)).await?;
    let mut photos = Photos::new();
    for row in rows {
        photos.entry(row.note_id).or_default().extend(pictures.remove(&row.media_id));
    }
    Ok(photos)
}

/// How many photos each of these wishes has that others may see.
pub async fn photo_counts(conn: &impl ConnectionTrait, wishes: &[WishId]) -> Result<HashMap<WishId, u32>> {
    let picture =
        wish_media::Entity::belongs_to(media_row::Entity).from(wish_media::Column::MediaId).to(media_row::Column::Id);
    let counts: Vec<(WishId, i64)> = wish_media::Entity::find()
        .select_only()
        .column(wish_media::Column::WishId)
        .column_as(wish_media::Column::MediaId.count(), "photos")
        .join(JoinType::InnerJoin, picture.into())
        .filter(media_row::Column::Status.eq(MediaStatus::Ready))
        .filter(wish_media::Column::WishId.is_in(wishes.iter().copied()))
        .filter(wish_media::Column::NoteId.is_null())
        .group_by(wish_media::Column::WishId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(counts.into_iter().map(|(wish, count)| (wish, u32::try_from(count).unwrap_or(0))).collect())
}
