//! What was written into a wish: progress, evidence, disputes.

use chrono::{DateTime, Utc};
use entity::ids::WishId;
use entity::moderation::Screening;
use entity::wishes::{NoteKind, wish_note};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::photos::Photos;
use crate::error::Result;
use crate::media::{Looker, Picture};

/// 进展、完成凭证或异议
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NoteView {
    /// 类型
    pub kind: NoteKind,
    /// 文字
    pub text: String,
    /// 能否给他人看
    pub screening: Screening,
    /// 照片
    pub photos: Vec<Picture>,
    /// 时间
    pub created_at: DateTime<Utc>,
}

/// Those that somebody may see, oldest first, with their photos.
pub(super) async fn notes(
    conn: &impl ConnectionTrait,
    looker: Looker,
    wish: WishId,
    mut photos: Photos,
) -> Result<Vec<NoteView>> {
    let notes = wish_note::Entity::find()
        .filter(wish_note::Column::WishId.eq(wish))
        .order_by_asc(wish_note::Column::CreatedAt)
        .order_by_asc(wish_note::Column::Id)
        .all(conn)
        .await?;
    let view = |note: wish_note::Model| NoteView {
        kind: note.kind,
        text: note.text,
        screening: note.screening,
        photos: photos.remove(&Some(note.id)).unwrap_or_default(),
        created_at: note.created_at,
    };
    let seen = |note: &wish_note::Model| looker.sees(note.screening == Screening::Passed, Some(note.account_id));
    Ok(notes.into_iter().filter(seen).map(view).collect())
}
