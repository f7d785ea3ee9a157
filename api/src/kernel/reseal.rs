//! Sealing stored data anew under the active key, so that an old key can be thrown
//! away. The service may run meanwhile; an interrupted run is simply started again:
//! what is sealed under the active key already is not looked at.

use entity::ids::CommunityId;
use sea_orm::prelude::*;
use sea_orm::sea_query::{Func, Query, SelectStatement};
use sea_orm::{ExprTrait, Order};

use super::Kernel;
use super::crypto::{Field, Vault};
use super::db::{self, Cause};
use super::event::{self, NewEvent, Subject};
use crate::error::Result;

/// Values sealed anew in one transaction.
const BATCH: u64 = 200;

/// Sheets sealed anew in one transaction: each may have megabytes.
const SHEETS: u64 = 5;

/// A column of sealed values in a table whose key is `id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedColumn {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What it was sealed as.
    pub field: Field,
}

impl SealedColumn {
    fn batch(self) -> u64 {
        if self.field == Field::Sheet { SHEETS } else { BATCH }
    }
}

/// How many values of the column are not under the active key.
pub async fn pending(conn: &impl ConnectionTrait, vault: &Vault, of: SealedColumn) -> Result<u64> {
    let mut query = under_other_keys(vault, of);
    let counted = conn.query_one(query.expr_as(Expr::col("id").count(), "n")).await?;
    let count: i64 = counted.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Seals the column's values anew, in batches; `progress` hears how many are done.
/// Returns how many there were.
pub async fn reseal(kernel: &Kernel, of: SealedColumn, progress: impl Fn(u64)) -> Result<u64> {
    let (mut done, mut last) = (0, None);
    loop {
        let batch = batch(kernel, of, last).await?;
        let Some(newest) = batch.last().copied() else { return Ok(done) };
        last = Some(newest);
        done += batch.len() as u64;
        progress(done);
    }
}

/// Notes in the audit log that everything was sealed anew.
pub async fn note(kernel: &Kernel, values: u64) -> Result<()> {
    let data = serde_json::json!({ "key": kernel.vault.active_key(), "values": values });
    db::write(kernel, Cause::system(), async |tx| {
        let done = NewEvent::new(None::<CommunityId>, Subject::new("vault", Uuid::nil()), "reseal").with(data);
        event::record(tx, done).await.map(drop)
    })
    .await
}

/// Seals the next values behind `after` anew, in a transaction of their own.
async fn batch(kernel: &Kernel, of: SealedColumn, after: Option<Uuid>) -> Result<Vec<Uuid>> {
    db::write(kernel, Cause::system(), async |tx| {
        let mut query = under_other_keys(tx.vault(), of);
        query.columns(["id", of.column]).order_by("id", Order::Asc).limit(of.batch());
        if let Some(after) = after {
            query.and_where(Expr::col("id").gt(after));
        }
        let mut ids = Vec::new();
        for row in tx.query_all(&query).await? {
            let (id, old): (Uuid, String) = (row.try_get("", "id")?, row.try_get("", of.column)?);
            let new = tx.vault().reseal(of.field, &old)?;
            // Whoever changed it meanwhile has sealed it under the active key.
            let mut update = Query::update();
            update.table(of.table).value(of.column, new);
            tx.execute(update.and_where(Expr::col("id").eq(id)).and_where(Expr::col(of.column).eq(old))).await?;
            ids.push(id);
        }
        Ok(ids)
    })
    .await
}

fn under_other_keys(vault: &Vault, of: SealedColumn) -> SelectStatement {
    let prefix = vault.active_prefix();
    let length = i32::try_from(prefix.len()).unwrap_or(i32::MAX);
    let begins = Func::cust("substr").arg(Expr::col(of.column)).arg(1).arg(length);
    let mut query = Query::select();
    query.from(of.table).and_where(Expr::col(of.column).is_not_null()).and_where(Expr::expr(begins).ne(prefix));
    query
}
