//! Somebody looked at personal data.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, CommunityId, UnmaskingId};

/// Somebody looked at personal data.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unmasking")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UnmaskingId,
    /// The community.
    pub community_id: CommunityId,
    /// Who looked.
    pub by_account_id: AccountId,
    /// At what kind of thing.
    pub subject_kind: String,
    /// At which one.
    pub subject_id: Uuid,
    /// At which fields.
    #[sea_orm(column_type = "JsonBinary")]
    pub fields: Json,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
