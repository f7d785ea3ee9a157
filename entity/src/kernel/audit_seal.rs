//! A link of the audit chain.

use sea_orm::entity::prelude::*;

use crate::ids::EventId;

/// A link of the audit chain.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_seal")]
pub struct Model {
    /// Its place, counted from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// The event it seals.
    pub event_id: EventId,
    /// The hash of the link before.
    pub prev_hash: String,
    /// Its own hash.
    pub hash: String,
    /// When it was sealed.
    pub sealed_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
