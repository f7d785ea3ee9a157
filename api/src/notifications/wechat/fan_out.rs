//! Beside a notification, a message for the phone of whoever agreed to one; once, however often it is announced.

use std::collections::{BTreeMap, HashSet};

use entity::ids::{AccountId, SubscribeMessageId};
use entity::kernel::event;
use entity::wechat::{MessageKind, MessageStatus, subscribe_message};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::super::words::Title;
use super::quiet::Hours;
use super::{digest, grants, kind};
use crate::error::Result;
use crate::kernel::db::{self, Tx};
use crate::wechat::template::book::Book;

/// Writes the messages that go with these notifications.
pub async fn write_down(
    tx: &Tx<'_>,
    book: &Book,
    event: &event::Model,
    subject: (&str, Uuid),
    told: &BTreeMap<AccountId, Title>,
) -> Result<()> {
    if book.all().is_empty() {
        return Ok(());
    }
    let kinds: Vec<_> =
        told.iter().filter_map(|(account, title)| Some((*account, title.0, kind::of(event, *title)?))).collect();
    let leaders = leaders(tx, event, &kinds).await?;
    let with_kind = kinds.into_iter().map(|(account, title, kind)| {
        let digested = digest::is_digested(event, kind) && leaders.contains(&account);
        (account, title, if digested { MessageKind::Digest } else { kind })
    });
    let wanted = grants::wanting(tx, book, with_kind.collect()).await?;
    if wanted.is_empty() {
        return Ok(());
    }
    let hours = Hours::of(tx, event.community_id).await?;
    let rows = wanted.into_iter().map(|(account, title, kind)| match kind {
        MessageKind::Digest => of_digest(tx, &hours, event, account),
        kind => subscribe_message::ActiveModel {
            subject_kind: Set(Some(subject.0.to_owned())),
            subject_id: Set(Some(subject.1)),
            ..row(tx, event, (account, kind), title, hours.opening(kind, tx.now()), format!("{}:{account}", event.id))
        },
    });
    let once = OnConflict::column(subscribe_message::Column::DedupeKey).do_nothing().to_owned();
    for rows in db::chunks(rows.collect()) {
        subscribe_message::Entity::insert_many(rows).on_conflict(once.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn leaders(
    tx: &Tx<'_>,
    event: &event::Model,
    kinds: &[(AccountId, &str, MessageKind)],
) -> Result<HashSet<AccountId>> {
    let digested = kinds.iter().filter(|(.., kind)| digest::is_digested(event, *kind));
    let accounts: Vec<AccountId> = digested.map(|(account, ..)| *account).collect();
    if accounts.is_empty() { Ok(HashSet::new()) } else { digest::leaders(tx, &accounts).await }
}

/// The digest of a day, which is there once.
fn of_digest(tx: &Tx<'_>, hours: &Hours, event: &event::Model, account: AccountId) -> subscribe_message::ActiveModel {
    let (at, day) = digest::next(hours, tx.now());
    let key = format!("digest:{day}:{account}");
    row(tx, event, (account, MessageKind::Digest), digest::TITLE, at, key)
}

fn row(
    tx: &Tx<'_>,
    event: &event::Model,
    (account, kind): (AccountId, MessageKind),
    title: &str,
    due_at: DateTimeUtc,
    key: String,
) -> subscribe_message::ActiveModel {
    subscribe_message::ActiveModel {
        id: Set(SubscribeMessageId::new()),
        account_id: Set(account),
        community_id: Set(event.community_id),
        kind: Set(kind),
        dedupe_key: Set(key),
        subject_kind: Set(None),
        subject_id: Set(None),
        title: Set(title.to_owned()),
        happened_at: Set(event.at),
        status: Set(MessageStatus::Waiting),
        due_at: Set(due_at),
        attempts: Set(0),
        tried_at: Set(None),
        leased_until: Set(None),
        appid: Set(None),
        template_id: Set(None),
        errcode: Set(None),
        msg_id: Set(None),
        settled_at: Set(None),
        created_at: Set(tx.now()),
    }
}
