//! A message in the in-app inbox.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, CommunityId, EventId, NotificationId};

/// A message in the in-app inbox.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NotificationId,
    /// The community.
    pub community_id: Option<CommunityId>,
    /// For whom.
    pub account_id: AccountId,
    /// What it is about.
    pub event_id: Option<EventId>,
    /// What kind of message.
    pub kind: String,
    /// The kind of thing it is about.
    pub subject_kind: String,
    /// The thing it is about.
    pub subject_id: Uuid,
    /// What it says.
    pub title_zh: String,
    /// What it says in English.
    pub title_en: String,
    /// When it was read.
    pub read_at: Option<DateTimeUtc>,
    /// When it was written.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
