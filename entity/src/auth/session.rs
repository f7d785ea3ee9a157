//! A sign-in on one device: a family of refresh tokens.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, SessionId};

/// A sign-in on one device: a family of refresh tokens.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Whose it is.
    pub account_id: AccountId,
    /// The device, as it calls itself.
    pub user_agent: Option<String>,
    /// When it began.
    pub created_at: DateTimeUtc,
    /// When it was refreshed last.
    pub last_used_at: DateTimeUtc,
    /// When it ends if it is not used.
    pub expires_at: DateTimeUtc,
    /// When it was ended.
    pub revoked_at: Option<DateTimeUtc>,
    /// Why it was ended.
    pub revoked_reason: Option<String>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
