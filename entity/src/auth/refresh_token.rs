//! A refresh token, by its hash.

use sea_orm::entity::prelude::*;

use crate::ids::{RefreshTokenId, SessionId};

/// A refresh token, by its hash.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefreshTokenId,
    /// The family.
    pub session_id: SessionId,
    /// SHA-256 of the token.
    pub token_hash: String,
    /// The token it replaced: each has one successor at most.
    pub predecessor_id: Option<RefreshTokenId>,
    /// When it was issued.
    pub created_at: DateTimeUtc,
    /// When it was exchanged.
    pub used_at: Option<DateTimeUtc>,
    /// When it ends.
    pub expires_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
