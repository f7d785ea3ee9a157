//! The own ballots: for whom somebody may vote, and what they have handed in.

use std::collections::{HashMap, HashSet};

use entity::deliberations::{
    Electorate, Secrecy, ballot, ballot_key, ballot_proxy, deliberation, roll_entry, roll_voter,
};
use entity::ids::{AccountId, RollEntryId};
use sea_orm::prelude::*;
use sea_orm::{PaginatorTrait, QuerySelect};

use super::paper_receipts::ON_PAPER;
use crate::auth::Actor;
use crate::deliberations::asked;
use crate::deliberations::receipt::Receipt;
use crate::deliberations::secret::{BallotKey, Content, Place};
use crate::deliberations::signing::Signer;
use crate::deliberations::view::OwnBallot;
use crate::error::{Code, Result};
use crate::kernel::Kernel;

/// Whether this actor has handed in a ballot of the own.
pub async fn has_voted(conn: &impl ConnectionTrait, actor: &Actor, one: &deliberation::Model) -> Result<bool> {
    let (Some(account), Some(_)) = (actor.account_id(), one.frozen_at) else { return Ok(false) };
    let seats: Vec<RollEntryId> = seats(conn, one, account).await?.into_iter().map(|(entry, _)| entry).collect();
    let cast = ballot::Entity::find()
        .filter(ballot::Column::DeliberationId.eq(one.id))
        .filter(ballot::Column::EntryId.is_in(seats));
    Ok(cast.count(conn).await? > 0)
}

/// Everything that this account may hand in or has handed in, receipts included: they can be
/// made again as long as the ballot can be read.
pub async fn ballots(
    kernel: &Kernel,
    signer: &Signer,
    account: AccountId,
    one: &deliberation::Model,
) -> Result<Vec<OwnBallot>> {
    let db = &kernel.db;
    let seats = seats(db, one, account).await?;
    let ids: Vec<RollEntryId> = seats.iter().map(|(entry, _)| *entry).collect();
    let entries = roll_entry::Entity::find().filter(roll_entry::Column::Id.is_in(ids.clone())).all(db).await?;
    let entries: HashMap<RollEntryId, roll_entry::Model> = entries.into_iter().map(|entry| (entry.id, entry)).collect();
    let cast = ballot::Entity::find()
        .filter(ballot::Column::DeliberationId.eq(one.id))
        .filter(ballot::Column::EntryId.is_in(ids))
        .all(db)
        .await?;
    let cast: HashMap<RollEntryId, ballot::Model> = cast.into_iter().map(|ballot| (ballot.entry_id, ballot)).collect();
    let key = key(kernel, one).await?;
    let alone = alone(db, one, seats.iter().filter(|(_, by_proxy)| !by_proxy).map(|(entry, _)| *entry)).await?;
    let own = seats.into_iter().filter_map(|(entry, by_proxy)| Some((entries.get(&entry)?, by_proxy)));
    own.map(|(entry, by_proxy)| {
        let ballot = cast.get(&entry.id);
        let readable = ballot.filter(|ballot| match ON_PAPER.contains(&ballot.channel) {
            true => alone.contains(&entry.id),
            false => ballot.account_id == Some(account),
        });
        let shown = readable.map(|ballot| read(signer, one, key.as_ref(), entry, ballot)).transpose()?.flatten();
        let (choice, receipt) = shown.unzip();
        let by_hand = ballot.is_some_and(|ballot| ON_PAPER.contains(&ballot.channel));
        Ok(OwnBallot {
            entry_id: entry.id,
            weight: asked::weight(Some(entry.heads.into()), Some(entry.area)),
            by_proxy,
            channel: ballot.map(|ballot| ballot.channel),
            cast_at: ballot.map(|ballot| ballot.cast_at),
            choice: choice.filter(|_| !by_hand),
            receipt,
        })
    })
    .collect()
}

fn read(
    signer: &Signer,
    one: &deliberation::Model,
    key: Option<&BallotKey>,
    entry: &roll_entry::Model,
    ballot: &ballot::Model,
) -> Result<Option<(crate::deliberations::tally::Choice, Receipt)>> {
    let Some(stored) = &ballot.content else { return Ok(None) };
    let content: Content = match key {
        Some(key) => key.open_ballot(Place { deliberation: one.id, entry: entry.id }, stored)?,
        None => serde_json::from_str(stored).map_err(|error| Code::Internal.error().cause(error))?,
    };
    let choice = content.choice.clone();
    let hash = content.into_leaf(asked::weight(Some(entry.heads.into()), Some(entry.area))).hash(one.id)?;
    let sequence = u32::try_from(ballot.sequence).unwrap_or(1);
    Ok(Some((choice, Receipt::sign(signer, one.id, hex::encode(hash), sequence, ballot.cast_at)?)))
}

/// Of these voters, those whom one account alone stands for: a ballot on paper, which no account
/// handed in, is shown to nobody else of a family or among co-owners.
async fn alone(
    conn: &impl ConnectionTrait,
    one: &deliberation::Model,
    own: impl Iterator<Item = RollEntryId>,
) -> Result<HashSet<RollEntryId>> {
    if one.electorate == Some(Electorate::Households) {
        return Ok(HashSet::new());
    }
    let rows: Vec<(RollEntryId, i64)> = roll_voter::Entity::find()
        .select_only()
        .column(roll_voter::Column::EntryId)
        .column_as(roll_voter::Column::AccountId.count(), "accounts")
        .filter(roll_voter::Column::EntryId.is_in(own))
        .group_by(roll_voter::Column::EntryId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().filter(|(_, accounts)| *accounts == 1).map(|(entry, _)| entry).collect())
}

/// For whom this account may vote, and whether by a written proxy.
async fn seats(
    conn: &impl ConnectionTrait,
    one: &deliberation::Model,
    account: AccountId,
) -> Result<Vec<(RollEntryId, bool)>> {
    let own: Vec<RollEntryId> = roll_voter::Entity::find()
        .select_only()
        .column(roll_voter::Column::EntryId)
        .filter(roll_voter::Column::DeliberationId.eq(one.id))
        .filter(roll_voter::Column::AccountId.eq(account))
        .into_tuple()
        .all(conn)
        .await?;
    let proxies: Vec<RollEntryId> = ballot_proxy::Entity::find()
        .select_only()
        .column(ballot_proxy::Column::EntryId)
        .filter(ballot_proxy::Column::DeliberationId.eq(one.id))
        .filter(ballot_proxy::Column::AgentAccountId.eq(account))
        .into_tuple()
        .all(conn)
        .await?;
    let proxies = proxies.into_iter().filter(|entry| !own.contains(entry)).map(|entry| (entry, true));
    Ok(own.iter().map(|entry| (*entry, false)).chain(proxies).collect())
}

async fn key(kernel: &Kernel, one: &deliberation::Model) -> Result<Option<BallotKey>> {
    if one.secrecy != Some(Secrecy::Secret) {
        return Ok(None);
    }
    let row = ballot_key::Entity::find().filter(ballot_key::Column::DeliberationId.eq(one.id)).one(&kernel.db).await?;
    row.map(|row| BallotKey::open(&kernel.vault, &row.key_sealed)).transpose()
}
