//! Queries: what the actor administers, and what is due.

use chrono::{DateTime, Utc};
use entity::auth::api_client;
use entity::ids::{CommunityId, WebhookDeliveryId, WebhookId};
use entity::webhooks::{WebhookDeliveryStatus, webhook, webhook_delivery};
use sea_orm::prelude::*;
use sea_orm::sea_query::{LockBehavior, LockType, Query};
use sea_orm::{Condition, ExprTrait, QueryOrder, QuerySelect};

use crate::auth::Actor;
use crate::auth::service::clients;
use crate::error::{Code, Result};
use crate::kernel::page::{Cursor, Page};

/// The webhooks that the actor administers.
///
/// # Errors
/// `forbidden` for who administers none.
fn visible(actor: &Actor) -> Result<Select<webhook::Entity>> {
    let rows = webhook::Entity::find();
    Ok(match clients::administered(actor)? {
        Some(community) => rows.filter(webhook::Column::CommunityId.eq(community)),
        None => rows,
    })
}

/// One webhook.
///
/// # Errors
/// `forbidden` for who administers none, `not_found` for a foreign one.
pub async fn one(conn: &impl ConnectionTrait, actor: &Actor, id: WebhookId) -> Result<webhook::Model> {
    let row = visible(actor)?.filter(webhook::Column::Id.eq(id)).one(conn).await?;
    row.ok_or_else(|| Code::NotFound.into())
}

/// The same, locked until the end of the transaction.
///
/// # Errors
/// As [`one`].
pub async fn locked(conn: &impl ConnectionTrait, actor: &Actor, id: WebhookId) -> Result<webhook::Model> {
    let row = visible(actor)?.filter(webhook::Column::Id.eq(id)).lock_exclusive().one(conn).await?;
    row.ok_or_else(|| Code::NotFound.into())
}

/// A page of a community's webhooks, the newest first.
pub async fn page(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    (cursor, size): (Option<&str>, u64),
    counted: bool,
) -> Result<Page<webhook::Model>> {
    let mut rows = webhook::Entity::find().filter(webhook::Column::CommunityId.eq(community));
    let total = if counted { Some(rows.clone().count(conn).await?) } else { None };
    if let Some(cursor) = cursor {
        let (at, id): (DateTime<Utc>, WebhookId) = Cursor::decode(&community, cursor)?;
        let column = webhook::Column::CreatedAt;
        let next = column.lt(at).or(webhook::Column::Id.lt(id));
        rows = rows.filter(Condition::all().add(column.lte(at)).add(next));
    }
    let rows = rows.order_by_desc(webhook::Column::CreatedAt).order_by_desc(webhook::Column::Id).limit(size + 1);
    let page = Page::cut(rows.all(conn).await?, size, &community, |row| (row.created_at, row.id))?;
    Ok(page.with_total(total))
}

/// A page of a webhook's messages, the newest first.
pub async fn deliveries(
    conn: &impl ConnectionTrait,
    of: WebhookId,
    statuses: &[WebhookDeliveryStatus],
    (cursor, size): (Option<&str>, u64),
) -> Result<Page<webhook_delivery::Model>> {
    let filter = (of, statuses);
    let mut rows = webhook_delivery::Entity::find().filter(webhook_delivery::Column::WebhookId.eq(of));
    if !statuses.is_empty() {
        rows = rows.filter(webhook_delivery::Column::Status.is_in(statuses.iter().copied()));
    }
    if let Some(cursor) = cursor {
        rows = rows.filter(webhook_delivery::Column::Id.lt(Cursor::decode::<WebhookDeliveryId>(&filter, cursor)?));
    }
    let rows = rows.order_by_desc(webhook_delivery::Column::Id).limit(size + 1).all(conn).await?;
    Page::cut(rows, size, &filter, |row| row.id)
}

/// The webhooks of a community that are told what happens, with their programs while their keys work.
pub async fn listening(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    now: DateTime<Utc>,
) -> Result<Vec<(webhook::Model, api_client::Model)>> {
    let webhooks = webhook::Entity::find()
        .filter(webhook::Column::CommunityId.eq(community))
        .filter(webhook::Column::Enabled.eq(true))
        .all(conn)
        .await?;
    let all = with_clients(conn, webhooks, now).await?;
    Ok(all.into_iter().filter_map(|(row, client)| Some((row, client?))).collect())
}

/// Webhooks by id, each with its program while the key works.
pub async fn by_id(
    conn: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = WebhookId>,
    now: DateTime<Utc>,
) -> Result<Vec<(webhook::Model, Option<api_client::Model>)>> {
    let webhooks = webhook::Entity::find().filter(webhook::Column::Id.is_in(ids)).all(conn).await?;
    with_clients(conn, webhooks, now).await
}

async fn with_clients(
    conn: &impl ConnectionTrait,
    webhooks: Vec<webhook::Model>,
    now: DateTime<Utc>,
) -> Result<Vec<(webhook::Model, Option<api_client::Model>)>> {
    if webhooks.is_empty() {
        return Ok(Vec::new());
    }
    let clients = api_client::Entity::find()
        .filter(api_client::Column::Id.is_in(webhooks.iter().map(|row| row.api_client_id)))
        .filter(api_client::Column::RevokedAt.is_null())
        .filter(api_client::Column::ExpiresAt.gt(now))
        .all(conn)
        .await?;
    let with_client = webhooks.into_iter().map(|row| {
        let client = clients.iter().find(|client| client.id == row.api_client_id).cloned();
        (row, client)
    });
    Ok(with_client.collect())
}

/// Messages that are due and that nobody holds.
fn due(now: DateTime<Utc>) -> Condition {
    let free = Condition::any()
        .add(webhook_delivery::Column::LeasedUntil.is_null())
        .add(webhook_delivery::Column::LeasedUntil.lte(now));
    Condition::all()
        .add(webhook_delivery::Column::Status.eq(WebhookDeliveryStatus::Pending))
        .add(webhook_delivery::Column::NextAt.lte(now))
        .add(free)
}

/// The webhooks for which messages are due, the longest waiting first; those that are stopped wait.
pub async fn with_due(conn: &impl ConnectionTrait, now: DateTime<Utc>, most: u64) -> Result<Vec<WebhookId>> {
    let enabled = Query::select()
        .column(webhook::Column::Id)
        .from(webhook::Entity)
        .and_where(webhook::Column::Enabled.eq(true))
        .to_owned();
    let ids = webhook_delivery::Entity::find()
        .select_only()
        .column(webhook_delivery::Column::WebhookId)
        .filter(due(now))
        .filter(webhook_delivery::Column::WebhookId.in_subquery(enabled))
        .group_by(webhook_delivery::Column::WebhookId)
        .order_by_asc(webhook_delivery::Column::NextAt.min())
        .limit(most);
    Ok(ids.into_tuple().all(conn).await?)
}

/// The next messages of one webhook, locked; those that another replica is taking are skipped.
pub async fn next_due(
    conn: &impl ConnectionTrait,
    of: WebhookId,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<WebhookDeliveryId>> {
    let ids = webhook_delivery::Entity::find()
        .select_only()
        .column(webhook_delivery::Column::Id)
        .filter(webhook_delivery::Column::WebhookId.eq(of))
        .filter(due(now))
        .order_by_asc(webhook_delivery::Column::NextAt)
        .order_by_asc(webhook_delivery::Column::Id)
        .limit(most)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    Ok(ids.into_tuple().all(conn).await?)
}
