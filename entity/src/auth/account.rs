//! A person who can sign in.

use sea_orm::entity::prelude::*;

use super::words::AccountStatus;
use crate::ids::{AccountId, CommunityId};

/// A person who can sign in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// The community it belongs to, once it has joined one.
    pub community_id: Option<CommunityId>,
    /// The name to show, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub display_name_sealed: Option<String>,
    /// The phone, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub phone_sealed: Option<String>,
    /// Blind index of the phone.
    pub phone_blind: Option<String>,
    /// argon2id, for staff.
    pub password_hash: Option<String>,
    /// Failed password sign-ins in a row.
    pub failed_logins: i32,
    /// No password sign-in before.
    pub locked_until: Option<DateTimeUtc>,
    /// Whether it lives.
    pub status: AccountStatus,
    /// Counts its changes.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
    /// When it signed in last.
    pub last_seen_at: Option<DateTimeUtc>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
