//! A message that goes out through WeChat, and what became of it.

use sea_orm::entity::prelude::*;

use super::words::{MessageKind, MessageStatus};
use crate::ids::{AccountId, CommunityId, SubscribeMessageId};

/// A message that goes out through WeChat, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscribe_message")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubscribeMessageId,
    /// For whom.
    pub account_id: AccountId,
    /// The community.
    pub community_id: Option<CommunityId>,
    /// What kind of message.
    pub kind: MessageKind,
    /// Only one message with this key ever exists.
    pub dedupe_key: String,
    /// The kind of thing it is about; none for a digest.
    pub subject_kind: Option<String>,
    /// The thing it is about.
    pub subject_id: Option<Uuid>,
    /// What it says, in words that name nobody and no need.
    pub title: String,
    /// When that happened.
    pub happened_at: DateTimeUtc,
    /// What became of it.
    pub status: MessageStatus,
    /// Not to be tried before.
    pub due_at: DateTimeUtc,
    /// Tries so far.
    pub attempts: i32,
    /// When it was tried last.
    pub tried_at: Option<DateTimeUtc>,
    /// A worker holds it until then.
    pub leased_until: Option<DateTimeUtc>,
    /// The mini-program of the last try.
    pub appid: Option<String>,
    /// The template of the last try.
    pub template_id: Option<String>,
    /// WeChat's code of the last refusal.
    pub errcode: Option<i64>,
    /// Its id at WeChat.
    pub msg_id: Option<String>,
    /// When WeChat took it, or it was given up.
    pub settled_at: Option<DateTimeUtc>,
    /// When it was written.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
