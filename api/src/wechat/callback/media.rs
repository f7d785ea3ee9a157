//! The result of WeChat's check of a picture.

use entity::wechat::{EventOutcome, wechat_event};
use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::process::{DONE, Done};
use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::moderation::service::picture;
use crate::wechat::push::event::{self, Event};
use crate::wechat::safety::Opinion;

/// Takes the result of a check; one that no picture waits for is parked: its name may not be known here yet.
pub async fn media_check_arrived(tx: &Tx<'_>, trace_id: &str, opinion: Option<Opinion>) -> Result<Done> {
    match picture::told(tx, trace_id, opinion).await? {
        true => Ok(DONE),
        false => Ok((EventOutcome::Parked, Some("no picture waits for this check"))),
    }
}

/// The parked result of a check that is known by now; it is parked no longer.
pub async fn parked_media_check(tx: &Tx<'_>, trace_id: &str) -> Result<Option<Option<Opinion>>> {
    let parked = wechat_event::Entity::find()
        .filter(wechat_event::Column::DedupeKey.eq(event::key_of_media_check(trace_id)))
        .filter(wechat_event::Column::Outcome.eq(EventOutcome::Parked))
        .lock_exclusive();
    let Some(row) = parked.one(tx).await? else { return Ok(None) };
    let message = tx.vault().open(Field::WechatEvent, &row.message_sealed)?;
    let Ok((Event::MediaChecked { opinion, .. }, _)) = event::read(message.as_bytes()) else { return Ok(None) };
    wechat_event::Entity::update_many()
        .col_expr(wechat_event::Column::Outcome, Expr::value(EventOutcome::Done))
        .col_expr(wechat_event::Column::Note, Expr::value(None::<String>))
        .col_expr(wechat_event::Column::ProcessedAt, Expr::value(tx.now()))
        .filter(wechat_event::Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    Ok(Some(opinion))
}
