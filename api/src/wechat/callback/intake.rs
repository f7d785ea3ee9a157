//! An event is written down, once however often WeChat repeats it, and put into the outbox.

use entity::ids::WechatEventId;
use entity::wechat::wechat_event;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use serde_json::json;

use super::TOPIC;
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::crypto::Field;
use crate::kernel::db::{self, Cause, Tx};
use crate::kernel::outbox;
use crate::wechat::push::event::{self, Event};

/// Characters of WeChat's name of an event that are kept.
const NAME: usize = 64;

/// Writes down an opened push. What cannot be read is noted in the log and dropped.
pub async fn store(kernel: &Kernel, appid: &str, message: &[u8]) -> Result<()> {
    let Ok((event, key)) = event::read(message) else {
        tracing::warn!(appid, bytes = message.len(), "a push of WeChat's cannot be read");
        return Ok(());
    };
    db::write(kernel, Cause::system(), async |tx| write_down(tx, appid, message, &event, key).await).await
}

async fn write_down(tx: &Tx<'_>, appid: &str, message: &[u8], event: &Event, key: String) -> Result<()> {
    let text = std::str::from_utf8(message).map_err(|error| Code::Internal.error().cause(error))?;
    let id = WechatEventId::new();
    let row = wechat_event::ActiveModel {
        id: Set(id),
        appid: Set(appid.to_owned()),
        dedupe_key: Set(key),
        kind: Set(event::name(message).chars().take(NAME).collect()),
        openid_blind: Set(openid(event).map(|openid| tx.vault().blind(Field::OpenId, openid))),
        message_sealed: Set(tx.vault().seal(Field::WechatEvent, text)?),
        outcome: Set(None),
        note: Set(None),
        received_at: Set(tx.now()),
        processed_at: Set(None),
    };
    let once = OnConflict::columns([wechat_event::Column::Appid, wechat_event::Column::DedupeKey]);
    let once = once.clone().do_nothing().to_owned();
    if wechat_event::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await? == 0 {
        return Ok(());
    }
    outbox::put(tx, TOPIC, json!({ "eventId": id }), None, None).await
}

/// Whom an event is about.
fn openid(event: &Event) -> Option<&str> {
    match event {
        Event::Subscriptions { openid, .. }
        | Event::Sent { openid, .. }
        | Event::Modified { openid }
        | Event::Revoked { openid, .. }
        | Event::Cancelled { openid } => Some(openid.as_str()).filter(|openid| !openid.is_empty()),
        Event::MediaChecked { .. } | Event::Other(_) => None,
    }
}
