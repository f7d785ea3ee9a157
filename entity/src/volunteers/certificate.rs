//! A certificate of service: asked for, issued as a frozen copy, perhaps revoked.

use sea_orm::entity::prelude::*;

use super::book_words::CertificateStatus;
use crate::ids::{AccountId, CertificateId, CommunityId, VolunteerId};

/// A certificate of service: asked for, issued as a frozen copy, perhaps revoked.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateId,
    /// Its community.
    pub community_id: CommunityId,
    /// Whose service it is about.
    pub volunteer_id: VolunteerId,
    /// How it stands.
    pub status: CertificateStatus,
    /// Its number, once it is issued.
    pub number: Option<String>,
    /// What it says, word for word, sealed; gone once its holder has erased themselves.
    #[sea_orm(column_type = "Text", nullable)]
    pub record_sealed: Option<String>,
    /// The SHA-256 of what it says, hex.
    pub content_hash: Option<String>,
    /// The signature under it, hex.
    pub signature: Option<String>,
    /// The key that signed, hex.
    pub public_key: Option<String>,
    /// Minutes that were measured.
    pub minutes: i64,
    /// Minutes that were added by hand.
    pub added_minutes: i64,
    /// Who issued or declined it.
    pub decided_by: Option<AccountId>,
    /// When it was issued.
    pub issued_at: Option<DateTimeUtc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
    /// Counts its changes.
    pub version: i32,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
