//! The audit log: events sealed into a hash chain after they have committed, so that
//! no writer waits for another. Sealed once, nothing can be changed, left out or put
//! in between without breaking the chain; an erased reason does not break it, because
//! the chain covers only its salted digest.

use std::cmp::Ordering;

use aws_lc_rs::digest;
use chrono::{DateTime, Utc};
use entity::ids::EventId;
use entity::kernel::{audit_seal, event};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{DatabaseConnection, DbBackend, QueryOrder, QuerySelect};
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
        let next = link(&hash, seq, event, tx.now());
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

/// The hash of a link: over the one before, its place and instant, and the event without its reason.
fn link(prev: &str, seq: i64, event: &event::Model, sealed_at: DateTime<Utc>) -> String {
    let covered = json!([
        prev,
        seq,
        sealed_at.timestamp_micros(),
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
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// The place in the chain.
    pub seq: i64,
    /// What is wrong with it.
    pub what: &'static str,
}

/// Checks the whole chain as it is at one instant, so that a service that goes on sealing does
/// not disturb it. `progress` hears after each batch how many links were checked.
pub async fn verify(db: &DatabaseConnection, progress: impl FnMut(u64)) -> Result<Verdict> {
    verify_against(db, None, progress).await
}

/// Checks the whole chain, in which `noted` must be found: a head that somebody wrote down earlier.
pub async fn verify_against(
    db: &DatabaseConnection,
    noted: Option<&str>,
    mut progress: impl FnMut(u64),
) -> Result<Verdict> {
    let snapshot = db::snapshot(db).await?;
    let mut walk = Walk { seq: 0, hash: GENESIS.to_owned(), reached: noted.is_none_or(|noted| noted == GENESIS) };
    let mut fault = None;
    while fault.is_none() {
        let seals = audit_seal::Entity::find()
            .filter(audit_seal::Column::Seq.gt(walk.seq))
            .order_by_asc(audit_seal::Column::Seq)
            .limit(BATCH)
            .all(&snapshot)
            .await?;
        if seals.is_empty() {
            break;
        }
        let events = events_of(&snapshot, &seals).await?;
        fault = seals.iter().find_map(|seal| walk.step(seal, events.get(&seal.event_id), noted));
        progress(walk.checked());
    }
    let sealed = |sealed: bool| event::Entity::find().filter(event::Column::Sealed.eq(sealed)).count(&snapshot);
    let (unsealed, sealed) = (sealed(false).await?, sealed(true).await?);
    let verdict =
        Verdict { checked: walk.checked(), unsealed, fault: fault.or_else(|| walk.end(sealed)), head: walk.hash };
    snapshot.rollback().await?;
    Ok(verdict)
}

async fn events_of(
    conn: &impl ConnectionTrait,
    seals: &[audit_seal::Model],
) -> Result<std::collections::HashMap<EventId, event::Model>> {
    let ids = seals.iter().map(|seal| seal.event_id);
    let events = event::Entity::find().filter(event::Column::Id.is_in(ids)).all(conn).await?;
    Ok(events.into_iter().map(|event| (event.id, event)).collect())
}

/// How far the check has come: to this link, with this hash.
struct Walk {
    seq: i64,
    hash: String,
    reached: bool,
}

impl Walk {
    /// Goes on to the next link, unless something is wrong with it.
    fn step(&mut self, seal: &audit_seal::Model, event: Option<&event::Model>, noted: Option<&str>) -> Option<Fault> {
        if let Some(what) = self.wrong(seal, event) {
            return Some(Fault { seq: seal.seq, what });
        }
        self.seq = seal.seq;
        self.hash.clone_from(&seal.hash);
        self.reached |= noted == Some(seal.hash.as_str());
        None
    }

    /// What is wrong with the next link, if anything.
    fn wrong(&self, seal: &audit_seal::Model, event: Option<&event::Model>) -> Option<&'static str> {
        if seal.seq != self.seq + 1 {
            return Some("a link is missing before it");
        }
        if seal.prev_hash != self.hash {
            return Some("it does not continue the link before it");
        }
        let Some(event) = event else { return Some("its event is missing") };
        if seal.hash != link(&self.hash, seal.seq, event, seal.sealed_at) {
            return Some("the link or its event was changed");
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

    /// What is wrong at the end of the chain, if anything, when so many events say that they are sealed.
    fn end(&self, sealed: u64) -> Option<Fault> {
        let fault = |what| Some(Fault { seq: self.seq + 1, what });
        match sealed.cmp(&self.checked()) {
            Ordering::Greater => fault("a sealed event has no link: the end was cut off, or it was put in"),
            Ordering::Less => fault("the event of a link says that it is not sealed"),
            Ordering::Equal if !self.reached => fault("the chain does not reach the noted head: its end was cut off"),
            Ordering::Equal => None,
        }
    }

    fn checked(&self) -> u64 {
        self.seq.unsigned_abs()
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
