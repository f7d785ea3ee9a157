//! Writes a batch of ballots: a statement for the new, one for the changed, one for what happened.

use std::collections::BTreeMap;

use entity::deliberations::{ballot, ballot_conflict};
use entity::ids::{BallotId, RollEntryId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::book::{Book, Late, Written};
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::kernel::{bulk, event};

/// Writes the ballots of voters who had none, and takes them out of the book; returns the voters
/// for whom somebody else was faster.
///
/// The guard of one ballot a voter is the unique index: who comes second waits for the first
/// one's commit and then writes nothing.
pub async fn new(tx: &Tx<'_>, book: &mut Book) -> Result<Late> {
    let new: BTreeMap<_, _> = book.written.extract_if(.., |_, written| written.is_first).collect();
    if new.is_empty() {
        return Ok(Late::new());
    }
    let mut late: Late = new.keys().copied().collect();
    let mut insert = bulk::insert(tx, &rows(book, new))?;
    let first = one_a_voter().do_nothing().to_owned();
    for row in tx.query_all(insert.on_conflict(first).returning_col(ballot::Column::EntryId)).await? {
        late.remove(&row.try_get("", "entry_id")?);
    }
    Ok(late)
}

/// Writes the rest: ballots that take the place of one, the conflicts of that, and what happened.
pub async fn rest(tx: &Tx<'_>, mut book: Book) -> Result<()> {
    note_conflicts(tx, &book).await?;
    let changed = std::mem::take(&mut book.written);
    if !changed.is_empty() {
        tx.execute(bulk::insert(tx, &rows(&book, changed))?.on_conflict(replacing())).await?;
    }
    event::record_each(tx, book.events.into_iter().map(|(_, cause, event)| (cause, event)).collect()).await
}

fn rows(book: &Book, written: BTreeMap<RollEntryId, Written>) -> Vec<ballot::ActiveModel> {
    let now = book.written_at();
    let row = |(entry, written): (RollEntryId, Written)| ballot::ActiveModel {
        id: Set(BallotId::new()),
        deliberation_id: Set(written.deliberation),
        entry_id: Set(entry),
        channel: Set(written.channel),
        account_id: Set(Some(written.account)),
        content: Set(Some(written.content)),
        leaf: Set(written.leaf),
        sequence: Set(written.sequence),
        cast_at: Set(now),
    };
    written.into_iter().map(row).collect()
}

fn one_a_voter() -> OnConflict {
    OnConflict::columns([ballot::Column::DeliberationId, ballot::Column::EntryId])
}

fn replacing() -> OnConflict {
    one_a_voter()
        .update_columns([
            ballot::Column::Channel,
            ballot::Column::AccountId,
            ballot::Column::Content,
            ballot::Column::Leaf,
            ballot::Column::Sequence,
            ballot::Column::CastAt,
        ])
        .to_owned()
}

/// Ballots on paper whose place was taken stand on the list of conflicts.
async fn note_conflicts(tx: &Tx<'_>, book: &Book) -> Result<()> {
    let rows = book.written.iter().filter_map(|(entry, written)| {
        Some(ballot_conflict::ActiveModel {
            deliberation_id: Set(written.deliberation),
            entry_id: Set(*entry),
            kept: Set(written.channel),
            dropped: Set(written.instead_of?),
            created_at: Set(tx.now()),
        })
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    let noted = OnConflict::columns([ballot_conflict::Column::DeliberationId, ballot_conflict::Column::EntryId])
        .update_columns([ballot_conflict::Column::Kept, ballot_conflict::Column::Dropped])
        .to_owned();
    ballot_conflict::Entity::insert_many(rows).on_conflict(noted).exec_without_returning(tx).await?;
    Ok(())
}
