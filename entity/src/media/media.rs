//! A picture.

use sea_orm::entity::prelude::*;

use super::words::MediaStatus;
use crate::ids::{AccountId, CommunityId, MediaId};

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MediaId,
    /// The community.
    pub community_id: Option<CommunityId>,
    /// Who uploaded it.
    pub account_id: AccountId,
    /// Where it is kept.
    pub key: String,
    /// Where its thumbnail is kept.
    pub thumb_key: String,
    /// Its type.
    pub mime: String,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
    /// Size.
    pub bytes: i64,
    /// SHA-256.
    pub digest: String,
    /// Whether it may be shown.
    pub status: MediaStatus,
    /// Whether something uses it.
    pub attached: bool,
    /// When it was uploaded.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
