//! An import of a sheet, its figures and its faults.

use sea_orm::entity::prelude::*;

use super::words::{ImportKind, ImportStatus};
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
    pub kind: ImportKind,
    /// The name of the file.
    pub file_name: String,
    /// SHA-256 of the file.
    pub file_digest: String,
    /// Whether it only looked.
    pub dry_run: bool,
    /// How it ended.
    pub status: ImportStatus,
    /// Rows, faults, and what became of each kind of record.
    #[sea_orm(column_type = "JsonBinary")]
    pub totals: Json,
    /// Row, column and code of the first faults, no values.
    #[sea_orm(column_type = "JsonBinary")]
    pub faults: Json,
    /// A faulty sheet with a reason column, as CSV, sealed; removed after a while.
    #[sea_orm(column_type = "Text", nullable)]
    pub sheet_sealed: Option<String>,
    /// Who imported; nobody for an import on the command line.
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
