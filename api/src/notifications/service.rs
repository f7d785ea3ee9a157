//! From an event to the people whom it concerns, each told once.

use std::collections::BTreeMap;

use entity::auth::{Role, ScopeKind, role_grant};
use entity::ids::{AccountId, CommunityId, EventId, GridId, NotificationId, WishId};
use entity::kernel::event;
use entity::notifications::notification;
use entity::wishes::{Level, WishVerb, wish, wish_claim};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, QueryOrder, QuerySelect};
use serde::Deserialize;

use super::words::{self, Title};
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::db::{self, Cause, Tx};
use crate::kernel::page::{Cursor, Page};
use crate::wishes::service::SUBJECT as WISH;

/// What an announcement carries.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Announcement {
    event_id: EventId,
}

/// Tells those whom an event concerns. Told twice, nobody reads it twice.
pub async fn announce(kernel: &Kernel, payload: &Json) -> Result<()> {
    let announcement = Announcement::deserialize(payload).map_err(|error| Code::Internal.error().cause(error))?;
    let event = event::Entity::find_by_id(announcement.event_id).one(&kernel.db).await?;
    let Some(event) = event.filter(|event| event.subject_kind == WISH) else { return Ok(()) };
    let told = whom(kernel, &event).await?;
    if told.is_empty() {
        return Ok(());
    }
    db::write(kernel, Cause::system(), async |tx| write_down(tx, &event, &told).await).await
}

async fn write_down(tx: &Tx<'_>, event: &event::Model, told: &BTreeMap<AccountId, Title>) -> Result<()> {
    let rows = told.iter().map(|(account, (zh, en))| notification::ActiveModel {
        id: Set(NotificationId::new()),
        community_id: Set(event.community_id),
        account_id: Set(*account),
        event_id: Set(Some(event.id)),
        kind: Set(event.verb.clone()),
        subject_kind: Set(event.subject_kind.clone()),
        subject_id: Set(event.subject_id),
        title_zh: Set((*zh).to_owned()),
        title_en: Set((*en).to_owned()),
        read_at: Set(None),
        created_at: Set(tx.now()),
    });
    let once = OnConflict::columns([notification::Column::AccountId, notification::Column::EventId]);
    let once = once.clone().do_nothing().to_owned();
    notification::Entity::insert_many(rows).on_conflict(once).exec_without_returning(tx).await?;
    Ok(())
}

/// Who is told what: the helper, the author, those who decide; nobody about the own doing.
async fn whom(kernel: &Kernel, event: &event::Model) -> Result<BTreeMap<AccountId, Title>> {
    let mut told = BTreeMap::new();
    let Some(verb) = WishVerb::ALL.iter().find(|verb| verb.as_str() == event.verb) else { return Ok(told) };
    let Some(wish) = wish::Entity::find_by_id(event.subject_id).one(&kernel.db).await? else { return Ok(told) };
    if let Some(title) = words::for_reviewers(*verb) {
        let reviewers = reviewers(&kernel.db, wish.community_id, wish.grid_id, wish.level).await?;
        told.extend(reviewers.into_iter().map(|account| (account, title)));
    }
    if let Some(title) = words::for_helper(*verb) {
        told.extend(last_helper(&kernel.db, wish.id).await?.map(|account| (account, title)));
    }
    if let Some(title) = words::for_author(*verb) {
        told.extend(wish.author_account_id.map(|account| (account, title)));
    }
    told.retain(|account, _| event.by_id != Some(account.0));
    Ok(told)
}

/// Those who decide at a level: the grid's leaders, above that the community's people.
async fn reviewers(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    grid: GridId,
    level: Level,
) -> Result<Vec<AccountId>> {
    let leaders = Condition::all()
        .add(role_grant::Column::ScopeKind.eq(ScopeKind::Grid))
        .add(role_grant::Column::ScopeId.eq(grid.0))
        .add(role_grant::Column::Role.eq(Role::GridLeader));
    let roles = match level {
        Level::Subdistrict => vec![Role::CommunityAdmin],
        _ => vec![Role::CommunityStaff, Role::CommunityAdmin],
    };
    let staff = Condition::all()
        .add(role_grant::Column::ScopeKind.eq(ScopeKind::Community))
        .add(role_grant::Column::ScopeId.eq(community.0))
        .add(role_grant::Column::Role.is_in(roles));
    let deciding = if matches!(level, Level::Building | Level::Compound) { leaders } else { staff };
    let accounts = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::AccountId)
        .filter(role_grant::Column::RevokedAt.is_null())
        .filter(deciding);
    Ok(accounts.into_tuple().all(conn).await?)
}

async fn last_helper(conn: &impl ConnectionTrait, wish: WishId) -> Result<Option<AccountId>> {
    let claim = wish_claim::Entity::find()
        .filter(wish_claim::Column::WishId.eq(wish))
        .order_by_desc(wish_claim::Column::CreatedAt)
        .order_by_desc(wish_claim::Column::Id);
    Ok(claim.one(conn).await?.map(|claim| claim.account_id))
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
