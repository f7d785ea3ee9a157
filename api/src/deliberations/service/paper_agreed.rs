//! A ballot on paper that two persons read the same is entered like one that came online. When
//! there is one already, the vote's precedence decides, and the list of conflicts says so.

use chrono::SubsecRound;
use entity::deliberations::{BallotChannel, Precedence, ballot, ballot_conflict, deliberation, roll_entry};
use entity::ids::{BallotId, RollEntryId};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use serde::Serialize;

use super::paper;
use crate::deliberations::asked;
use crate::deliberations::secret::{BallotKey, Content, Place};
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// What became of a ballot on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is the voter's ballot.
    Entered,
    /// It took the place of one that came online.
    TookPlace,
    /// The one that came online counts.
    GaveWay,
}

/// Enters it.
pub async fn enter(
    tx: &Tx<'_>,
    one: &deliberation::Model,
    entry: &roll_entry::Model,
    channel: BallotChannel,
    content: Content,
    key: Option<&BallotKey>,
) -> Result<Fate> {
    let row = row(tx, one, entry, channel, &content, key)?;
    if insert(tx, row.clone()).await? {
        return Ok(Fate::Entered);
    }
    let held = held(tx, entry.id).await?;
    let paper_counts = one.precedence == Some(Precedence::Paper);
    let (kept, dropped) = if paper_counts { (channel, held.channel) } else { (held.channel, channel) };
    note(tx, one, entry.id, kept, dropped).await?;
    if !paper_counts {
        return Ok(Fate::GaveWay);
    }
    // Not the first ballot of this voter: who looks at the record sees that.
    let change = ballot::ActiveModel { id: Set(held.id), sequence: Set(held.sequence + 1), ..row };
    change.update(tx).await?;
    Ok(Fate::TookPlace)
}

fn row(
    tx: &Tx<'_>,
    one: &deliberation::Model,
    entry: &roll_entry::Model,
    channel: BallotChannel,
    content: &Content,
    key: Option<&BallotKey>,
) -> Result<ballot::ActiveModel> {
    let weight = asked::weight(Some(entry.heads.into()), Some(entry.area));
    let leaf = match key {
        Some(_) => None,
        None => Some(hex::encode(content.clone().into_leaf(weight).hash(one.id)?)),
    };
    let place = Place { deliberation: one.id, entry: entry.id };
    Ok(ballot::ActiveModel {
        id: Set(BallotId::new()),
        deliberation_id: Set(one.id),
        entry_id: Set(entry.id),
        channel: Set(channel),
        account_id: Set(None),
        content: Set(Some(paper::stored(key, place, content)?)),
        leaf: Set(leaf),
        sequence: Set(1),
        cast_at: Set(tx.now().trunc_subsecs(6)),
    })
}

/// Whether it is the first one. The guard is the unique index: who comes second waits for the
/// first one's commit and then writes nothing.
async fn insert(tx: &Tx<'_>, row: ballot::ActiveModel) -> Result<bool> {
    let one_a_voter = OnConflict::columns([ballot::Column::DeliberationId, ballot::Column::EntryId]);
    let first = one_a_voter.to_owned().do_nothing().to_owned();
    Ok(ballot::Entity::insert_many([row]).on_conflict(first).exec_without_returning(tx).await? > 0)
}

/// The ballot that is there, kept to this transaction: its voter may be changing it.
async fn held(tx: &Tx<'_>, entry: RollEntryId) -> Result<ballot::Model> {
    let held = ballot::Entity::find().filter(ballot::Column::EntryId.eq(entry)).lock_exclusive().one(tx).await?;
    held.ok_or_else(|| Code::Internal.into())
}

async fn note(
    tx: &Tx<'_>,
    one: &deliberation::Model,
    entry: RollEntryId,
    kept: BallotChannel,
    dropped: BallotChannel,
) -> Result<()> {
    let row = ballot_conflict::ActiveModel {
        deliberation_id: Set(one.id),
        entry_id: Set(entry),
        kept: Set(kept),
        dropped: Set(dropped),
        created_at: Set(tx.now()),
    };
    let noted = OnConflict::columns([ballot_conflict::Column::DeliberationId, ballot_conflict::Column::EntryId])
        .update_columns([ballot_conflict::Column::Kept, ballot_conflict::Column::Dropped])
        .to_owned();
    ballot_conflict::Entity::insert(row).on_conflict(noted).exec_without_returning(tx).await?;
    Ok(())
}
