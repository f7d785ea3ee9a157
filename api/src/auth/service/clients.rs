//! Keys of third parties: made by a community's admin, shown once, stored as a digest.

use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::auth::{Scopes, api_client};
use entity::ids::{ApiClientId, CommunityId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, ExprTrait, QueryOrder, QuerySelect};
use serde_json::json;

use super::scope;
use crate::auth::Actor;
use crate::auth::load::{CLIENT_KEY, client_secret_hash};
use crate::auth::view::{AdminQuery, ApiClient, NewApiClient, NewApiClientKey};
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::kernel::page::{self, Cursor, Page};

/// The community whose keys the actor administers.
///
/// # Errors
/// `malformed_query` when who runs the platform names none.
pub fn of(actor: &Actor, named: Option<CommunityId>) -> Result<CommunityId> {
    let community = scope::administered(actor, named)?;
    community.ok_or_else(|| Code::MalformedQuery.error().at("communityId", Code::MissingField))
}

/// The keys that have not been revoked, the newest first.
pub async fn list(kernel: &Kernel, actor: &Actor, query: &AdminQuery) -> Result<Page<ApiClient>> {
    let community = of(actor, query.community_id)?;
    let size = page::size(query.page_size)?;
    let mut clients = live().filter(api_client::Column::CommunityId.eq(community));
    let counted = query.with_total.unwrap_or(false);
    let total = if counted { Some(clients.clone().count(&kernel.db).await?) } else { None };
    if let Some(cursor) = &query.cursor {
        let (at, id): (DateTimeUtc, ApiClientId) = Cursor::decode(&community, cursor)?;
        let column = api_client::Column::CreatedAt;
        let next = column.lt(at).or(api_client::Column::Id.lt(id));
        clients = clients.filter(Condition::all().add(column.lte(at)).add(next));
    }
    let clients =
        clients.order_by_desc(api_client::Column::CreatedAt).order_by_desc(api_client::Column::Id).limit(size + 1);
    let rows = Page::cut(clients.all(&kernel.db).await?, size, &community, |row| (row.created_at, row.id))?;
    Ok(rows.map(ApiClient::from).with_total(total))
}

fn live() -> Select<api_client::Entity> {
    api_client::Entity::find().filter(api_client::Column::RevokedAt.is_null())
}

/// A key of this community that still works; locked, so that what depends on how much it has is counted once.
///
/// # Errors
/// `invalid` at `pointer` when there is none.
pub async fn working(tx: &Tx<'_>, community: CommunityId, id: ApiClientId, pointer: &str) -> Result<api_client::Model> {
    let row = live()
        .filter(api_client::Column::Id.eq(id))
        .filter(api_client::Column::CommunityId.eq(community))
        .filter(api_client::Column::ExpiresAt.gt(tx.now()))
        .lock_exclusive()
        .one(tx)
        .await?;
    row.ok_or_else(|| Code::Invalid.error().at(pointer, Code::UnknownReference))
}

/// The communities whose keys the actor administers: one, or, for who runs the platform, all.
///
/// # Errors
/// `forbidden` for everybody else.
pub fn administered(actor: &Actor) -> Result<Option<CommunityId>> {
    scope::administered(actor, None)
}

/// Makes a key.
///
/// # Errors
/// `forbidden` for who does not administer the community; `invalid`.
pub async fn create(
    tx: &Tx<'_>,
    actor: &Actor,
    named: Option<CommunityId>,
    wanted: &NewApiClient,
) -> Result<NewApiClientKey> {
    let community = of(actor, named)?;
    let (scopes, life) = wanted.checked()?;
    let (mut prefix, mut secret) = ([0_u8; 4], [0_u8; 32]);
    rand::fill(&mut prefix).and_then(|()| rand::fill(&mut secret)).map_err(|_| Code::Internal.error())?;
    let (prefix, secret) = (hex::encode(prefix), URL_SAFE_NO_PAD.encode(secret));
    let row = api_client::ActiveModel {
        id: Set(ApiClientId::new()),
        community_id: Set(community),
        name: Set(wanted.name.to_string()),
        prefix: Set(prefix.clone()),
        secret_hash: Set(client_secret_hash(&secret)),
        scopes: Set(Scopes(scopes)),
        created_by: Set(actor.account()?),
        created_at: Set(tx.now()),
        expires_at: Set(tx.now() + life),
        revoked_at: Set(None),
        last_used_at: Set(None),
    };
    let row = row.insert(tx).await?;
    let what = json!({ "scopes": row.scopes, "expiresAt": row.expires_at });
    event::record(tx, NewEvent::new(community, subject(row.id), "create").with(what)).await?;
    Ok(NewApiClientKey { key: format!("{CLIENT_KEY}{prefix}_{secret}"), client: row.into() })
}

/// Revokes a key; it stops working at once.
///
/// # Errors
/// `not_found` for a foreign one, and for one that was revoked before.
pub async fn revoke(tx: &Tx<'_>, actor: &Actor, id: ApiClientId) -> Result<()> {
    let own = scope::administered(actor, None)?;
    let row = live().filter(api_client::Column::Id.eq(id)).one(tx).await?;
    let row = row.filter(|row| own.is_none_or(|own| own == row.community_id)).ok_or_else(|| Code::NotFound.error())?;
    let revoked = api_client::Entity::update_many()
        .col_expr(api_client::Column::RevokedAt, Expr::value(tx.now()))
        .filter(api_client::Column::Id.eq(id))
        .filter(api_client::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    if revoked.rows_affected == 0 {
        return Err(Code::NotFound.into());
    }
    event::record(tx, NewEvent::new(row.community_id, subject(id), "revoke")).await.map(drop)
}

fn subject(id: ApiClientId) -> Subject {
    Subject::new("api_client", id)
}
