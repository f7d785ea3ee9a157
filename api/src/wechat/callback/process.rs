//! What follows from an event, from the outbox: at least once, so that each step may run twice.

use entity::ids::WechatEventId;
use entity::wechat::{EventOutcome, wechat_event};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use serde::Deserialize;

use super::media::media_check_arrived;
use super::person;
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::crypto::Field;
use crate::kernel::db::{self, Cause, Tx};
use crate::notifications::wechat as messages;
use crate::wechat::push::event::{self, Event};

/// The topic under which pushed events wait in the outbox.
pub const TOPIC: &str = "wechat_event";

/// What the outbox carries.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Waiting {
    event_id: WechatEventId,
}

/// What became of an event.
pub type Done = (EventOutcome, Option<&'static str>);

/// All is done.
pub const DONE: Done = (EventOutcome::Done, None);

/// Works on an event; one that was worked on already is left alone.
pub async fn process(kernel: &Kernel, payload: &Json) -> Result<()> {
    let waiting = Waiting::deserialize(payload).map_err(|error| Code::Internal.error().cause(error))?;
    db::write(kernel, Cause::system(), async |tx| work_on(tx, waiting.event_id).await).await
}

async fn work_on(tx: &Tx<'_>, id: WechatEventId) -> Result<()> {
    // Locked: of two workers the second finds it done, and a grant is counted once.
    let row = wechat_event::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let Some(row) = row.filter(|row| row.outcome.is_none()) else { return Ok(()) };
    let message = tx.vault().open(Field::WechatEvent, &row.message_sealed)?;
    let (outcome, note) = match event::read(message.as_bytes()) {
        Ok((event, _)) => follow(tx, &row, &event).await?,
        Err(_) => (EventOutcome::Ignored, Some("it cannot be read")),
    };
    if outcome == EventOutcome::Parked {
        tracing::warn!(event = %id, kind = row.kind, note, "an event of WeChat's is parked");
    }
    let done = wechat_event::ActiveModel {
        outcome: Set(Some(outcome)),
        note: Set(note.map(ToOwned::to_owned)),
        processed_at: Set(Some(tx.now())),
        ..Default::default()
    };
    wechat_event::Entity::update_many().set(done).filter(wechat_event::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

async fn follow(tx: &Tx<'_>, row: &wechat_event::Model, event: &Event) -> Result<Done> {
    let who = async || person::account(tx, row).await;
    match event {
        Event::Subscriptions { popup, answers, .. } => match who().await? {
            Some(account) => messages::answered(tx, account, *popup, answers).await.map(|()| DONE),
            None => Ok(NOBODY),
        },
        Event::Sent { deliveries, .. } => match who().await? {
            Some(account) => messages::delivered(tx, account, deliveries).await.map(|()| DONE),
            None => Ok(NOBODY),
        },
        Event::Modified { .. } => Ok((EventOutcome::Ignored, Some("no name or picture is taken from WeChat"))),
        Event::Revoked { what, .. } => person::revoked(tx, row, what).await,
        Event::Cancelled { .. } => person::cancelled(tx, row).await,
        Event::MediaChecked { trace_id, opinion } => media_check_arrived(tx, trace_id, *opinion).await,
        Event::Other(_) => Ok((EventOutcome::Ignored, Some("nothing follows from such an event"))),
    }
}

/// Nobody here has this openid.
pub const NOBODY: Done = (EventOutcome::Ignored, Some("nobody here has this openid"));
