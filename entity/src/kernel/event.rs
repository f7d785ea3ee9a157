//! What happened: append-only, sealed into the audit chain after the fact.

use sea_orm::entity::prelude::*;

use super::words::ByKind;
use crate::ids::{CommunityId, EventId};

/// What happened: append-only, sealed into the audit chain after the fact.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// Its id; its time order is the order of writing, roughly.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    /// The community it belongs to.
    pub community_id: Option<CommunityId>,
    /// The kind of thing it happened to.
    pub subject_kind: String,
    /// The thing it happened to.
    pub subject_id: Uuid,
    /// What happened.
    pub verb: String,
    /// What kind of actor did it.
    pub by_kind: ByKind,
    /// Who did it.
    pub by_id: Option<Uuid>,
    /// The request in which it happened.
    pub request_id: Option<String>,
    /// The state before.
    pub from_state: Option<String>,
    /// The state after.
    pub to_state: Option<String>,
    /// Why, in the words of the one who did it; may be erased.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// Salted digest of the reason, which the chain covers instead of it.
    pub reason_digest: Option<String>,
    /// The salt of the digest.
    pub reason_salt: Option<String>,
    /// Ids and figures, never personal data.
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
    /// When.
    pub at: DateTimeUtc,
    /// Whether it is part of the chain.
    pub sealed: bool,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
