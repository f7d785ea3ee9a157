//! From an event to the people whom it concerns, each told once.

use std::collections::BTreeMap;

use entity::ids::{AccountId, EventId, NotificationId};
use entity::kernel::event;
use entity::notifications::notification;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, QueryOrder, QuerySelect};
use serde::Deserialize;

use super::concerned;
use super::wechat;
use super::words::Title;
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::db::{self, Cause, Tx};
use crate::kernel::page::{Cursor, Page};
use crate::wechat::template::book::Book;

/// What an announcement carries.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Announcement {
    event_id: EventId,
}

/// Tells those whom an event concerns. Told twice, nobody reads it twice.
pub async fn announce(kernel: &Kernel, book: &Book, payload: &Json) -> Result<()> {
    let announcement = Announcement::deserialize(payload).map_err(|error| Code::Internal.error().cause(error))?;
    let event = event::Entity::find_by_id(announcement.event_id).one(&kernel.db).await?;
    let Some(event) = event else { return Ok(()) };
    let told = concerned::by(&kernel.db, &event).await?;
    if told.is_empty() {
        return Ok(());
    }
    db::write(kernel, Cause::system(), async |tx| write_down(tx, book, &event, &told).await).await
}

async fn write_down(tx: &Tx<'_>, book: &Book, event: &event::Model, told: &BTreeMap<AccountId, Title>) -> Result<()> {
    let (subject_kind, subject_id) = concerned::subject(event);
    wechat::write_down(tx, book, event, (subject_kind, subject_id), told).await?;
    let rows = told.iter().map(|(account, (zh, en))| notification::ActiveModel {
        id: Set(NotificationId::new()),
        community_id: Set(event.community_id),
        account_id: Set(*account),
        event_id: Set(Some(event.id)),
        kind: Set(event.verb.clone()),
        subject_kind: Set(subject_kind.to_owned()),
        subject_id: Set(subject_id),
        title_zh: Set((*zh).to_owned()),
        title_en: Set((*en).to_owned()),
        read_at: Set(None),
        created_at: Set(tx.now()),
    });
    let once = OnConflict::columns([notification::Column::AccountId, notification::Column::EventId]);
    let once = once.clone().do_nothing().to_owned();
    for rows in db::chunks(rows.collect()) {
        notification::Entity::insert_many(rows).on_conflict(once.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// A page of an account's notifications, newest first.
pub async fn list(
    conn: &impl ConnectionTrait,
    account: AccountId,
    cursor: Option<&str>,
    size: u64,
) -> Result<Page<notification::Model>> {
    let mut own = notification::Entity::find()
        .filter(notification::Column::AccountId.eq(account))
        .order_by_desc(notification::Column::CreatedAt)
        .order_by_desc(notification::Column::Id)
        .limit(size + 1);
    if let Some(cursor) = cursor {
        let (at, id): (DateTimeUtc, NotificationId) = Cursor::decode(&account, cursor)?;
        let same = Condition::all().add(notification::Column::CreatedAt.eq(at)).add(notification::Column::Id.lt(id));
        own = own.filter(Condition::any().add(notification::Column::CreatedAt.lt(at)).add(same));
    }
    Page::cut(own.all(conn).await?, size, &account, |row| (row.created_at, row.id))
}

/// How many are unread.
pub async fn unread(conn: &impl ConnectionTrait, account: AccountId) -> Result<u64> {
    let unread = notification::Entity::find()
        .filter(notification::Column::AccountId.eq(account))
        .filter(notification::Column::ReadAt.is_null());
    Ok(unread.count(conn).await?)
}

/// Marks one of the own notifications as read, or all of them.
///
/// # Errors
/// `not_found` for one that there is not.
pub async fn mark_read(tx: &Tx<'_>, account: AccountId, id: Option<NotificationId>) -> Result<()> {
    let mut own = notification::Entity::find().filter(notification::Column::AccountId.eq(account));
    if let Some(id) = id {
        own = own.filter(notification::Column::Id.eq(id));
        own.clone().one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
    }
    let mut unread = notification::Entity::update_many()
        .col_expr(notification::Column::ReadAt, Expr::value(tx.now()))
        .filter(notification::Column::AccountId.eq(account))
        .filter(notification::Column::ReadAt.is_null());
    if let Some(id) = id {
        unread = unread.filter(notification::Column::Id.eq(id));
    }
    unread.exec(tx).await?;
    Ok(())
}
