//! Consent to a version of a document.

use sea_orm::entity::prelude::*;

use super::words::ConsentDocument;
use crate::ids::{AccountId, ConsentId};

/// Consent to a version of a document.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConsentId,
    /// Who consented.
    pub account_id: AccountId,
    /// To what.
    pub document: ConsentDocument,
    /// To which version.
    pub document_version: String,
    /// When.
    pub given_at: DateTimeUtc,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTimeUtc>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
