//! The answer kept for a retry.

use sea_orm::entity::prelude::*;

/// The answer kept for a retry.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// Whose key it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub caller: String,
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Digest of the request it stands for.
    pub fingerprint: String,
    /// The answer, as JSON, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
