//! Writes a batch of ballots: a statement for the new, one for the changed, one for what happened.

use std::collections::HashSet;

use entity::deliberations::{ballot, ballot_conflict};
use entity::ids::{BallotId, RollEntryId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::book::{Book, Written};
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::kernel::event;

/// Writes what is in the book; returns the voters for whom another replica was faster.
///
/// The guard of one ballot a voter is the unique index: who comes second waits for the first
/// one's commit and then writes nothing.
pub async fn write(tx: &Tx<'_>, book: Book<'_>) -> Result<HashSet<RollEntryId>> {
    let now = book.written_at();
    let row = |(entry, written): (&RollEntryId, &Written)| ballot::ActiveModel {
        id: Set(BallotId::new()),
        deliberation_id: Set(written.deliberation),
        entry_id: Set(*entry),
        channel: Set(written.channel),
        account_id: Set(Some(written.account)),
        content: Set(Some(written.content.clone())),
        leaf: Set(written.leaf.clone()),
        sequence: Set(written.sequence),
        cast_at: Set(now),
    };
    let (new, changed): (Vec<_>, Vec<_>) = book.written.iter().partition(|(_, written)| written.is_first);
    let late = insert(tx, &new, row).await?;
    if !changed.is_empty() {
        let rows = changed.iter().map(|(entry, written)| row((entry, written)));
        ballot::Entity::insert_many(rows).on_conflict(replacing()).exec_without_returning(tx).await?;
    }
    note_conflicts(tx, &book).await?;
    let happened = book.events.into_iter().filter(|(entry, ..)| !late.contains(entry));
    event::record_each(tx, happened.map(|(_, cause, event)| (cause, event)).collect()).await?;
    Ok(late)
}

async fn insert(
    tx: &Tx<'_>,
    new: &[(&RollEntryId, &Written)],
    row: impl Fn((&RollEntryId, &Written)) -> ballot::ActiveModel,
) -> Result<HashSet<RollEntryId>> {
    if new.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = new.iter().map(|(entry, written)| row((entry, written)));
    let first = one_a_voter().do_nothing().to_owned();
    let inserted = ballot::Entity::insert_many(rows).on_conflict(first).exec_with_returning(tx).await?;
    let inserted: HashSet<RollEntryId> = inserted.into_iter().map(|row| row.entry_id).collect();
    Ok(new.iter().map(|(entry, _)| **entry).filter(|entry| !inserted.contains(entry)).collect())
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
async fn note_conflicts(tx: &Tx<'_>, book: &Book<'_>) -> Result<()> {
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
    let noted =
        OnConflict::columns([ballot_conflict::Column::DeliberationId, ballot_conflict::Column::EntryId])
            .update_columns([ballot_conflict::Column::Kept, ballot_conflict::Column::Dropped])
            .to_owned();
    ballot_conflict::Entity::insert_many(rows).on_conflict(noted).exec_without_returning(tx).await?;
    Ok(())
}
