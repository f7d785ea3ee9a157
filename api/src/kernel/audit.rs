//! The audit log: events sealed into a hash chain after they have committed, so that
//! no writer waits for another. Sealed once, nothing can be changed, left out or put
//! in between without breaking the chain; an erased reason does not break it, because
//! the chain covers only its salted digest.

use aws_lc_rs::digest;
use entity::ids::EventId;
use entity::kernel::{audit_seal, event};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{DbBackend, QueryOrder, QuerySelect};
use serde_json::json;

use super::Kernel;
use super::canonical::sorted;
use super::db::{self, Cause, Tx};
use super::event::reason_digest;
use crate::error::{Code, Result};

/// Events sealed in one transaction.
const BATCH: u64 = 500;

/// What the first link points back to.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The lock under which the chain grows.
const CHAIN_LOCK: i64 = 0x7369_7765_6901;

/// Seals what has committed since; returns how many events.
pub async fn seal(kernel: &Kernel) -> Result<usize> {
    let waiting = unsealed().limit(1).one(&kernel.db).await?;
    if waiting.is_none() {
        return Ok(0);
    }
    db::write(kernel, Cause::system(), async |tx| seal_batch(tx).await).await
}

fn unsealed() -> Select<event::Entity> {
    event::Entity::find().filter(event::Column::Sealed.eq(false)).order_by_asc(event::Column::Id)
}

async fn seal_batch(tx: &Tx<'_>) -> Result<usize> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({CHAIN_LOCK})")).await?;
    }
    let head = audit_seal::Entity::find().order_by_desc(audit_seal::Column::Seq).one(tx).await?;
    let (mut seq, mut hash) = head.map_or((0, GENESIS.to_owned()), |head| (head.seq, head.hash));
    let events = unsealed().limit(BATCH).all(tx).await?;
    let mut seals = Vec::with_capacity(events.len());
    for event in &events {
        seq += 1;
        let next = link(&hash, seq, event);
        seals.push(audit_seal::ActiveModel {
            seq: Set(seq),
            event_id: Set(event.id),
            prev_hash: Set(std::mem::replace(&mut hash, next.clone())),
            hash: Set(next),
            sealed_at: Set(tx.now()),
        });
    }
    if seals.is_empty() {
        return Ok(0);
    }
    audit_seal::Entity::insert_many(seals).exec_without_returning(tx).await?;
    event::Entity::update_many()
        .col_expr(event::Column::Sealed, Expr::value(true))
        .filter(event::Column::Id.is_in(events.iter().map(|event| event.id)))
        .exec(tx)
        .await?;
    Ok(events.len())
}

/// The hash of a link: over the one before, its place, and the event without its reason.
fn link(prev: &str, seq: i64, event: &event::Model) -> String {
    let covered = json!([
        prev,
        seq,
        event.id,
        event.community_id,
        event.subject_kind,
        event.subject_id,
        event.verb,
        event.by_kind,
        event.by_id,
        event.request_id,
        event.from_state,
        event.to_state,
        event.reason_digest,
        event.reason_salt,
        sorted(&event.data),
        event.at.timestamp_micros(),
    ]);
    hex::encode(digest::digest(&digest::SHA256, covered.to_string().as_bytes()))
}

/// What a check of the chain found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// Links checked.
    pub checked: u64,
    /// Events that are not sealed yet.
    pub unsealed: u64,
    /// The hash of the last link: note it down elsewhere to notice a cut-off end.
    pub head: String,
    /// The first thing that is wrong.
    pub fault: Option<Fault>,
}

/// Where the chain is broken, and how.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// The place in the chain.
    pub seq: i64,
    /// What is wrong with it.
    pub what: &'static str,
}

/// Checks the whole chain; `progress` hears after each batch how many links were checked.
pub async fn verify(conn: &impl ConnectionTrait, mut progress: impl FnMut(u64)) -> Result<Verdict> {
    let (mut seq, mut hash, mut checked, mut fault) = (0, GENESIS.to_owned(), 0, None);
    while fault.is_none() {
        let seals = audit_seal::Entity::find()
            .filter(audit_seal::Column::Seq.gt(seq))
            .order_by_asc(audit_seal::Column::Seq)
            .limit(BATCH)
            .all(conn)
            .await?;
        if seals.is_empty() {
            break;
        }
        let events = events_of(conn, &seals).await?;
        for seal in &seals {
            let event = events.get(&seal.event_id);
            if let Some(what) = wrong(seal, event, seq, &hash) {
                fault = Some(Fault { seq: seal.seq, what });
                break;
            }
            (seq, hash) = (seal.seq, seal.hash.clone());
            checked += 1;
        }
        progress(checked);
    }
    let unsealed = event::Entity::find().filter(event::Column::Sealed.eq(false)).count(conn).await?;
    if fault.is_none() && event::Entity::find().filter(event::Column::Sealed.eq(true)).count(conn).await? != checked {
        fault = Some(Fault { seq: seq + 1, what: "a sealed event has no link: the end of the chain was cut off" });
    }
    Ok(Verdict { checked, unsealed, head: hash, fault })
}

async fn events_of(
    conn: &impl ConnectionTrait,
    seals: &[audit_seal::Model],
) -> Result<std::collections::HashMap<EventId, event::Model>> {
    let ids = seals.iter().map(|seal| seal.event_id);
    let events = event::Entity::find().filter(event::Column::Id.is_in(ids)).all(conn).await?;
    Ok(events.into_iter().map(|event| (event.id, event)).collect())
}

/// What is wrong with a link, if anything.
fn wrong(seal: &audit_seal::Model, event: Option<&event::Model>, last: i64, prev: &str) -> Option<&'static str> {
    if seal.seq != last + 1 {
        return Some("a link is missing before it");
    }
    if seal.prev_hash != prev {
        return Some("it does not continue the link before it");
    }
    let Some(event) = event else { return Some("its event is missing") };
    if seal.hash != link(prev, seal.seq, event) {
        return Some("its event was changed");
    }
    let reason = event.reason.as_deref().zip(event.reason_salt.as_deref());
    match reason {
        Some((reason, salt)) if Some(reason_digest(salt, reason)) != event.reason_digest => {
            Some("the reason of its event was changed")
        }
        None if event.reason.is_some() => Some("its event has a reason that was put in later"),
        _ => None,
    }
}

/// Takes a reason out of the log, for a person's right to erasure; the chain stays whole.
pub async fn erase_reason(tx: &Tx<'_>, id: EventId) -> Result<()> {
    let erased = event::Entity::update_many()
        .col_expr(event::Column::Reason, Expr::value(Option::<String>::None))
        .filter(event::Column::Id.eq(id))
        .exec(tx)
        .await?;
    if erased.rows_affected == 1 { Ok(()) } else { Err(Code::NotFound.into()) }
}
