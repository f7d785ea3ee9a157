//! An event that WeChat pushed, as it came.

use sea_orm::entity::prelude::*;

use super::words::EventOutcome;
use crate::ids::WechatEventId;

/// An event that WeChat pushed, as it came.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wechat_event")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WechatEventId,
    /// The mini-program.
    pub appid: String,
    /// A hash of what makes it this one and no other.
    pub dedupe_key: String,
    /// WeChat's name of it.
    pub kind: String,
    /// Blind index of the person's openid, where it is about somebody.
    pub openid_blind: Option<String>,
    /// The message, sealed: it carries openids.
    #[sea_orm(column_type = "Text")]
    pub message_sealed: String,
    /// What became of it; none while it waits.
    pub outcome: Option<EventOutcome>,
    /// Why it was parked or ignored.
    pub note: Option<String>,
    /// When it came.
    pub received_at: DateTimeUtc,
    /// When it was worked on.
    pub processed_at: Option<DateTimeUtc>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
