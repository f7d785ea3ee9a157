//! A message that waits to be delivered.

use sea_orm::entity::prelude::*;

use crate::ids::OutboxId;

/// A message that waits to be delivered.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OutboxId,
    /// What it is about.
    pub topic: String,
    /// Ids and figures.
    #[sea_orm(column_type = "JsonBinary")]
    pub payload: Json,
    /// Only one message with this key exists at a time.
    pub dedupe_key: Option<String>,
    /// Not to be tried before.
    pub available_at: DateTimeUtc,
    /// Tries so far.
    pub attempts: i32,
    /// A worker holds it until then.
    pub leased_until: Option<DateTimeUtc>,
    /// Given up, waiting for a human.
    pub parked_at: Option<DateTimeUtc>,
    /// Why the last try failed.
    #[sea_orm(column_type = "Text", nullable)]
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
