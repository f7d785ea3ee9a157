//! What happened: one row a change of state, written in the transaction of the
//! change. The log is the timeline of each thing, the source of all rates, and,
//! sealed into a chain by [`super::audit`], the audit log.

use aws_lc_rs::{digest, rand};
use entity::ids::{CommunityId, EventId};
use entity::kernel::{ByKind, event};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::json;

use super::db::{self, By, Cause, Tx};
use super::{bulk, outbox};
use crate::error::{Code, Result};

/// The topic under which events are announced.
pub const TOPIC: &str = "event";

/// The thing that something happened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its kind, such as `wish`.
    pub kind: &'static str,
    /// Its id.
    pub id: Uuid,
}

impl Subject {
    /// The thing of this kind with this id.
    pub fn new(kind: &'static str, id: impl Into<Uuid>) -> Self {
        Self { kind, id: id.into() }
    }
}

/// Something that happened. Data holds ids and figures, never personal data.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The community it belongs to; none for matters of the platform.
    pub community: Option<CommunityId>,
    /// What it happened to.
    pub subject: Subject,
    /// What happened.
    pub verb: &'static str,
    /// The state before.
    pub from: Option<String>,
    /// The state after.
    pub to: Option<String>,
    /// Why, in the words of the one who did it; may be erased later.
    pub reason: Option<String>,
    /// Ids and figures.
    pub data: serde_json::Value,
    /// Whether people are told about it.
    pub announce: bool,
}

impl NewEvent {
    /// Something without states that nobody is told about.
    pub fn new(community: impl Into<Option<CommunityId>>, subject: Subject, verb: &'static str) -> Self {
        Self {
            community: community.into(),
            subject,
            verb,
            from: None,
            to: None,
            reason: None,
            data: json!({}),
            announce: false,
        }
    }

    /// With the states before and after.
    #[must_use]
    pub fn moved(mut self, from: impl ToString, to: impl ToString) -> Self {
        self.from = Some(from.to_string());
        self.to = Some(to.to_string());
        self
    }

    /// With a reason.
    #[must_use]
    pub fn because(mut self, reason: Option<impl Into<String>>) -> Self {
        self.reason = reason.map(Into::into);
        self
    }

    /// With ids and figures.
    #[must_use]
    pub fn with(mut self, data: serde_json::Value) -> Self {
        self.data = data;
        self
    }

    /// Told to the people whom it concerns.
    #[must_use]
    pub fn announced(mut self) -> Self {
        self.announce = true;
        self
    }
}

/// Writes down what happened; who and when come from the transaction.
pub async fn record(tx: &Tx<'_>, event: NewEvent) -> Result<EventId> {
    let (id, announce) = (EventId::new(), event.announce);
    event::Entity::insert(row(tx, id, tx.cause(), event)?).exec_without_returning(tx).await?;
    if announce {
        outbox::put(tx, TOPIC, json!({ "eventId": id }), None, None).await?;
    }
    Ok(id)
}

/// Writes down much that happened at once; nobody is told about it.
pub async fn record_all(tx: &Tx<'_>, events: Vec<NewEvent>) -> Result<()> {
    record_each(tx, events.into_iter().map(|event| (tx.cause().clone(), event)).collect()).await
}

/// The same, each with a cause of its own: a batch is many people's doing.
pub async fn record_each(tx: &Tx<'_>, events: Vec<(Cause, NewEvent)>) -> Result<()> {
    let rows = events.into_iter().map(|(cause, event)| row(tx, EventId::new(), &cause, event));
    for rows in db::chunks(rows.collect::<Result<Vec<_>>>()?) {
        tx.execute(&bulk::insert(tx, &rows)?).await?;
    }
    Ok(())
}

fn row(tx: &Tx<'_>, id: EventId, cause: &Cause, event: NewEvent) -> Result<event::ActiveModel> {
    let (by_kind, by_id) = match cause.by {
        By::Account(account) => (ByKind::Account, Some(account.into())),
        By::Client(client) => (ByKind::Client, Some(client.into())),
        By::System => (ByKind::System, None),
    };
    let salt = event.reason.is_some().then(salt).transpose()?;
    let digest = event.reason.as_deref().zip(salt.as_deref()).map(|(reason, salt)| reason_digest(salt, reason));
    Ok(event::ActiveModel {
        id: Set(id),
        community_id: Set(event.community),
        subject_kind: Set(event.subject.kind.to_owned()),
        subject_id: Set(event.subject.id),
        verb: Set(event.verb.to_owned()),
        by_kind: Set(by_kind),
        by_id: Set(by_id),
        request_id: Set(cause.request_id.clone()),
        from_state: Set(event.from),
        to_state: Set(event.to),
        reason: Set(event.reason),
        reason_digest: Set(digest),
        reason_salt: Set(salt),
        data: Set(event.data),
        at: Set(tx.now()),
        sealed: Set(false),
    })
}

/// Everything that happened to one thing, oldest first.
pub async fn timeline(conn: &impl ConnectionTrait, subject: Subject) -> Result<Vec<event::Model>> {
    let events = event::Entity::find()
        .filter(event::Column::SubjectKind.eq(subject.kind))
        .filter(event::Column::SubjectId.eq(subject.id))
        .order_by_asc(event::Column::At)
        .order_by_asc(event::Column::Id);
    Ok(events.all(conn).await?)
}

/// Erases the reasons of everything that happened to one thing; the audit chain covers
/// their salted digests and stays whole.
pub async fn forget_reasons(tx: &Tx<'_>, subject: Subject) -> Result<()> {
    event::Entity::update_many()
        .col_expr(event::Column::Reason, Expr::value(None::<String>))
        .filter(event::Column::SubjectKind.eq(subject.kind))
        .filter(event::Column::SubjectId.eq(subject.id))
        .filter(event::Column::Reason.is_not_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// The digest that stands for a reason in the audit chain: salted, so that it
/// tells nothing once the reason has been erased.
pub fn reason_digest(salt: &str, reason: &str) -> String {
    hex::encode(digest::digest(&digest::SHA256, format!("{salt}\0{reason}").as_bytes()))
}

fn salt() -> Result<String> {
    let mut bytes = [0_u8; 16];
    rand::fill(&mut bytes).map_err(|_| Code::Internal.error())?;
    Ok(hex::encode(bytes))
}
