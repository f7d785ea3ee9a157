//! An account's identity within a mini-program.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, WechatIdentityId};

/// An account's identity within a mini-program.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wechat_identity")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WechatIdentityId,
    /// The account.
    pub account_id: AccountId,
    /// The mini-program.
    pub appid: String,
    /// WeChat's openid, sealed.
    #[sea_orm(column_type = "Text")]
    pub openid_sealed: String,
    /// Blind index of the openid.
    pub openid_blind: String,
    /// Blind index of the unionid.
    pub unionid_blind: Option<String>,
    /// WeChat's session key, sealed; never leaves the server.
    #[sea_orm(column_type = "Text", nullable)]
    pub session_key_sealed: Option<String>,
    /// When it was seen first.
    pub created_at: DateTimeUtc,
    /// When it signed in last.
    pub last_login_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
