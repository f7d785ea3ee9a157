//! A third party's program.

use sea_orm::entity::prelude::*;

use super::words::Scopes;
use crate::ids::{AccountId, ApiClientId, CommunityId};

/// A third party's program.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_client")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiClientId,
    /// The community it works for.
    pub community_id: CommunityId,
    /// Its name.
    pub name: String,
    /// The public part of its key.
    pub prefix: String,
    /// SHA-256 of the secret part.
    pub secret_hash: String,
    /// What it may do.
    #[sea_orm(column_type = "JsonBinary")]
    pub scopes: Scopes,
    /// Who made it.
    pub created_by: AccountId,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it ends.
    pub expires_at: DateTimeUtc,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
    /// When it was used last.
    pub last_used_at: Option<DateTimeUtc>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
