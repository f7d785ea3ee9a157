//! Imports as rows: found within the community, newest first. The sheet is only read when
//! it is asked for: it may have megabytes.

use entity::community::import_job::{self, Column, Entity};
use entity::community::{ImportKind, ImportStatus};
use entity::ids::{AccountId, CommunityId, ImportJobId};
use sea_orm::prelude::*;
use sea_orm::{FromQueryResult, QueryOrder, QuerySelect, QueryTrait};

use super::view::ImportQuery;
use crate::community::service::Within;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Cursor, Page};

/// An import without its faults and its sheet.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Summary {
    /// Its id.
    pub id: ImportJobId,
    /// The community.
    pub community_id: CommunityId,
    /// What was imported.
    pub kind: ImportKind,
    /// The name of the file.
    pub file_name: String,
    /// Whether it only looked.
    pub dry_run: bool,
    /// How it ended.
    pub status: ImportStatus,
    /// What was counted.
    pub totals: Json,
    /// Whether the sheet is still there.
    pub has_sheet: bool,
    /// Who imported.
    pub created_by: Option<AccountId>,
    /// When it began.
    pub created_at: DateTimeUtc,
}

impl From<import_job::Model> for Summary {
    fn from(row: import_job::Model) -> Self {
        Self {
            id: row.id,
            community_id: row.community_id,
            kind: row.kind,
            file_name: row.file_name,
            dry_run: row.dry_run,
            status: row.status,
            totals: row.totals,
            has_sheet: row.sheet_sealed.is_some(),
            created_by: row.created_by,
            created_at: row.created_at,
        }
    }
}

fn summaries() -> Select<Entity> {
    use Column::*;
    let columns = [Id, CommunityId, Kind, FileName, DryRun, Status, Totals, CreatedBy, CreatedAt];
    Entity::find().select_only().columns(columns).column_as(SheetSealed.is_not_null(), "has_sheet")
}

/// One import.
///
/// # Errors
/// `not_found` when there is none, or none that the caller may see.
pub async fn one(conn: &impl ConnectionTrait, within: Within, id: ImportJobId) -> Result<Summary> {
    let row = summaries().filter(Column::Id.eq(id)).into_model::<Summary>().one(conn).await?;
    row.filter(|row| within.covers(row.community_id)).ok_or_else(|| Code::NotFound.into())
}

/// What is kept of its faults.
pub async fn faults(conn: &impl ConnectionTrait, id: ImportJobId) -> Result<Json> {
    let faults = Entity::find_by_id(id).select_only().column(Column::Faults).into_tuple().one(conn).await?;
    Ok(faults.unwrap_or(Json::Null))
}

/// Its sheet, sealed, as long as it is kept.
pub async fn sheet(conn: &impl ConnectionTrait, id: ImportJobId) -> Result<Option<String>> {
    let sheet = Entity::find_by_id(id).select_only().column(Column::SheetSealed);
    Ok(sheet.into_tuple::<Option<String>>().one(conn).await?.flatten())
}

/// A page of a community's imports, newest first.
pub async fn page(conn: &impl ConnectionTrait, community: CommunityId, query: &ImportQuery) -> Result<Page<Summary>> {
    let (size, filter) = (page::size(query.page_size)?, (community, query.kind, query.status));
    let rows = summaries()
        .filter(Column::CommunityId.eq(community))
        .apply_if(query.kind, |rows, kind| rows.filter(Column::Kind.eq(kind)))
        .apply_if(query.status, |rows, status| rows.filter(Column::Status.eq(status)));
    let total = match query.with_total {
        Some(true) => Some(rows.clone().count(conn).await?),
        _ => None,
    };
    let mut rows = rows.order_by_desc(Column::Id).limit(size + 1);
    if let Some(cursor) = &query.cursor {
        rows = rows.filter(Column::Id.lt(Cursor::decode::<ImportJobId>(&filter, cursor)?));
    }
    let rows = rows.into_model::<Summary>().all(conn).await?;
    Ok(Page::cut(rows, size, &filter, |row| row.id)?.with_total(total))
}

/// Removes sheets that were kept long enough; returns how many.
pub async fn forget_sheets(tx: &Tx<'_>, before: DateTimeUtc) -> Result<u64> {
    let gone = Entity::update_many()
        .col_expr(Column::SheetSealed, Expr::value(None::<String>))
        .filter(Column::SheetSealed.is_not_null())
        .filter(Column::CreatedAt.lt(before));
    Ok(gone.exec(tx).await?.rows_affected)
}
