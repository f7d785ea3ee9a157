//! A photo of a wish.

use sea_orm::entity::prelude::*;

use crate::ids::{MediaId, WishId, WishNoteId};

/// A photo of a wish.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wish_media")]
pub struct Model {
    /// The wish.
    #[sea_orm(primary_key, auto_increment = false)]
    pub wish_id: WishId,
    /// The photo.
    #[sea_orm(primary_key, auto_increment = false)]
    pub media_id: MediaId,
    /// The note it belongs to.
    pub note_id: Option<WishNoteId>,
    /// Its place.
    pub sort: i32,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
