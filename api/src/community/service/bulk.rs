//! Many records at once, for imports: the same rules as for single ones (common columns,
//! compare-and-set on the version, one event a row) in a few statements.

use entity::ids::CommunityId;
use sea_orm::prelude::*;
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{ActiveModelTrait, ActiveValue, ExprTrait, IntoActiveModel, Iterable, QuerySelect};

use super::Kept;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::{Tx, chunks};
use crate::kernel::event::{self, NewEvent, Subject};

/// Keeps everybody else from adding to the community's records until this transaction
/// ends; a second import waits here. On SQLite the write transaction is this lock.
pub async fn hold(tx: &Tx<'_>, community: CommunityId) -> Result<()> {
    lock(tx, community, LockType::NoKeyUpdate).await
}

/// Waits for an import that runs, and lets none begin until this transaction ends.
pub async fn wait(tx: &Tx<'_>, community: CommunityId) -> Result<()> {
    lock(tx, community, LockType::Share).await
}

async fn lock(tx: &Tx<'_>, id: CommunityId, kind: LockType) -> Result<()> {
    use entity::community::community::{Column, Entity};
    let held = Entity::find_by_id(id).select_only().column(Column::Id).lock(kind);
    let held: Option<CommunityId> = held.into_tuple().one(tx).await?;
    held.map(drop).ok_or_else(|| Code::NotFound.into())
}

/// Writes new rows; their `fields` leave out what all rows have.
///
/// # Errors
/// `records_changed` when somebody else has entered one of them meanwhile.
pub async fn create<E: Kept>(
    tx: &Tx<'_>,
    community: CommunityId,
    rows: Vec<(E::Id, E::ActiveModel)>,
    data: &Json,
) -> Result<()> {
    for rows in chunks(rows) {
        let events = rows.iter().map(|(id, _)| happened::<E>(community, *id, "create", data)).collect();
        let rows = rows.into_iter().map(|(id, mut fields)| {
            fields.set(E::ID, id.into());
            fields.set(E::COMMUNITY, community.into());
            fields.set(E::VERSION, 1.into());
            fields.set(E::CREATED_AT, tx.now().into());
            fields.set(E::UPDATED_AT, tx.now().into());
            fields
        });
        E::insert_many(rows).exec_without_returning(tx).await.or_conflict(Code::RecordsChanged)?;
        event::record_all(tx, events).await?;
    }
    Ok(())
}

/// Changes rows that were read in this transaction, each with the fields that become others.
///
/// # Errors
/// `records_changed` when somebody else has changed one of them meanwhile.
pub async fn change<E: Kept>(
    tx: &Tx<'_>,
    community: CommunityId,
    rows: Vec<(E::Model, E::ActiveModel)>,
    data: &Json,
) -> Result<()> {
    for rows in chunks(rows) {
        let count = rows.len() as u64;
        let events = rows.iter().map(|(row, _)| happened::<E>(community, E::id(row), "change", data)).collect();
        let rows = rows.into_iter().map(|(row, fields)| changed::<E>(tx, row, &fields));
        let written = E::insert_many(rows).on_conflict(newer::<E>()).exec_without_returning(tx).await;
        if written.or_conflict(Code::RecordsChanged)? != count {
            return Err(Code::RecordsChanged.into());
        }
        event::record_all(tx, events).await?;
    }
    Ok(())
}

/// The whole row as it will be.
fn changed<E: Kept>(tx: &Tx<'_>, row: E::Model, fields: &E::ActiveModel) -> E::ActiveModel {
    let version = E::version(&row) + 1;
    let mut whole = row.into_active_model();
    for column in E::Column::iter() {
        if let ActiveValue::Set(value) = fields.get(column) {
            whole.set(column, value);
        }
    }
    whole.set(E::VERSION, version.into());
    whole.set(E::UPDATED_AT, tx.now().into());
    whole
}

/// An insertion of a row that is there takes its place, if it is the next version of it:
/// a compare-and-set for many rows in one statement.
fn newer<E: Kept>() -> OnConflict {
    let kept = |column: &E::Column| [E::ID, E::COMMUNITY, E::CREATED_AT].iter().any(|fixed| same(fixed, column));
    let there = Expr::col((E::default(), E::VERSION));
    let mut conflict = OnConflict::column(E::ID);
    conflict
        .update_columns(E::Column::iter().filter(|column| !kept(column)))
        .action_cond_where(there.add(1).eq(Expr::col(("excluded", E::VERSION))));
    conflict
}

fn same<C: ColumnTrait>(one: &C, other: &C) -> bool {
    one.as_str() == other.as_str()
}

fn happened<E: Kept>(community: CommunityId, id: E::Id, verb: &'static str, data: &Json) -> NewEvent {
    NewEvent::new(community, Subject::new(E::KIND, id), verb).with(data.clone())
}
