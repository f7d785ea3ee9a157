//! An import of a sheet, its figures and its faults.

use sea_orm::entity::prelude::*;

use super::words::ImportStatus;
use crate::ids::{AccountId, CommunityId, ImportJobId};

/// An import of a sheet, its figures and its faults.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_job")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportJobId,
    /// The community.
    pub community_id: CommunityId,
    /// What was imported.
    pub kind: String,
    /// The name of the file.
    pub file_name: String,
    /// SHA-256 of the file.
    pub file_digest: String,
    /// Whether it only looked.
    pub dry_run: bool,
    /// How it ended.
    pub status: ImportStatus,
    /// Figures.
    #[sea_orm(column_type = "JsonBinary")]
    pub totals: Json,
    /// Row, column and code of each fault, no values.
    #[sea_orm(column_type = "JsonBinary")]
    pub faults: Json,
    /// The sheet with a reason column, sealed.
    pub sheet: Option<Vec<u8>>,
    /// Who imported.
    pub created_by: Option<AccountId>,
    /// When it began.
    pub created_at: DateTimeUtc,
    /// When it ended.
    pub finished_at: Option<DateTimeUtc>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
