//! Giving and taking roles. Both take effect at once: rights are read anew on every request.

use std::collections::{HashMap, HashSet};

use entity::auth::{AccountStatus, Role, account, role_grant, wechat_identity};
use entity::ids::{AccountId, CommunityId, RoleGrantId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, ExprTrait, QueryOrder, QuerySelect};
use serde_json::json;

use super::login;
use super::scope::{self, Span};
use crate::auth::Actor;
use crate::auth::view::{GrantRole, RoleGrant, RoleHolder, RoleQuery};
use crate::error::{Code, OrConflict, Result};
use crate::kernel::Kernel;
use crate::kernel::crypto::{Field, Vault, mask_name, mask_phone};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::kernel::page::{self, Cursor, Page};

/// The roles of a community that hold now, the newest first.
pub async fn list(kernel: &Kernel, actor: &Actor, query: &RoleQuery) -> Result<Page<RoleGrant>> {
    let community = scope::read_by(actor, query.community_id)?;
    let (size, filter) = (page::size(query.page_size)?, (community, query.account_id, query.role));
    let counted = query.with_total.unwrap_or(false);
    let mut grants = live().filter(match community {
        Some(community) => role_grant::Column::CommunityId.eq(community),
        None => role_grant::Column::CommunityId.is_null(),
    });
    if let Some(account) = query.account_id {
        grants = grants.filter(role_grant::Column::AccountId.eq(account));
    }
    if let Some(role) = query.role {
        grants = grants.filter(role_grant::Column::Role.eq(role));
    }
    let total = if counted { Some(grants.clone().count(&kernel.db).await?) } else { None };
    if let Some(cursor) = &query.cursor {
        let (at, id): (DateTimeUtc, RoleGrantId) = Cursor::decode(&filter, cursor)?;
        let column = role_grant::Column::CreatedAt;
        let next = column.lt(at).or(role_grant::Column::Id.lt(id));
        grants = grants.filter(Condition::all().add(column.lte(at)).add(next));
    }
    let grants =
        grants.order_by_desc(role_grant::Column::CreatedAt).order_by_desc(role_grant::Column::Id).limit(size + 1);
    let rows = Page::cut(grants.all(&kernel.db).await?, size, &filter, |row| (row.created_at, row.id))?;
    let shown = show(&kernel.db, &kernel.vault, &rows.items).await?;
    Ok(rows.with_items(shown).with_total(total))
}

pub(super) fn live() -> Select<role_grant::Entity> {
    role_grant::Entity::find().filter(role_grant::Column::RevokedAt.is_null())
}

/// Gives a role.
///
/// # Errors
/// `forbidden`, `invalid` with the pointer of what does not fit, `account_elsewhere`, `already_exists`.
pub async fn grant(tx: &Tx<'_>, actor: &Actor, wanted: &GrantRole) -> Result<RoleGrant> {
    let span = scope::span(tx, actor, wanted.role, wanted.scope_id).await?;
    let account = holder(tx, wanted, span.community).await?;
    let row = insert(tx, account, wanted.role, span, actor.account_id()).await?;
    show(tx, tx.vault(), &[row]).await?.pop().ok_or_else(|| Code::Internal.into())
}

/// Writes the row of a role and what happened.
pub(super) async fn insert(
    tx: &Tx<'_>,
    account: AccountId,
    role: Role,
    span: Span,
    by: Option<AccountId>,
) -> Result<role_grant::Model> {
    let row = role_grant::ActiveModel {
        id: Set(RoleGrantId::new()),
        community_id: Set(span.community),
        account_id: Set(account),
        role: Set(role),
        scope_kind: Set(span.kind),
        scope_id: Set(span.id),
        granted_by: Set(by),
        created_at: Set(tx.now()),
        revoked_at: Set(None),
        revoked_by: Set(None),
    };
    let row = row.insert(tx).await.or_conflict(Code::AlreadyExists)?;
    remember(tx, &row, "grant").await?;
    Ok(row)
}

/// Takes a role.
///
/// # Errors
/// `not_found` for a foreign one, `forbidden` for one that the actor does not give, `last_admin`.
pub async fn revoke(tx: &Tx<'_>, actor: &Actor, id: RoleGrantId) -> Result<()> {
    let own = scope::read_by(actor, None)?;
    let row = live().filter(role_grant::Column::Id.eq(id)).one(tx).await?;
    let row = row.filter(|row| own.is_none() || row.community_id == own).ok_or_else(|| Code::NotFound.error())?;
    scope::given_by(actor, row.role)?;
    somebody_stays(tx, &row).await?;
    let taken = role_grant::ActiveModel {
        revoked_at: Set(Some(tx.now())),
        revoked_by: Set(actor.account_id()),
        ..Default::default()
    };
    let taken = role_grant::Entity::update_many()
        .set(taken)
        .filter(role_grant::Column::Id.eq(id))
        .filter(role_grant::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    if taken.rows_affected == 0 {
        return Err(Code::NotFound.into());
    }
    remember(tx, &row, "revoke").await
}

/// Refuses to take the last administrator's role. All of them are locked, so that two who
/// take each other's role at the same time do not both succeed.
async fn somebody_stays(tx: &Tx<'_>, row: &role_grant::Model) -> Result<()> {
    if !matches!(row.role, Role::PlatformAdmin | Role::CommunityAdmin) {
        return Ok(());
    }
    let admins = live()
        .filter(role_grant::Column::Role.eq(row.role))
        .filter(role_grant::Column::ScopeId.eq(row.scope_id))
        .order_by_asc(role_grant::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    if admins.iter().any(|admin| admin.id != row.id) { Ok(()) } else { Err(Code::LastAdmin.into()) }
}

/// The account that gets the role, made if its phone is not known yet; it joins the community.
async fn holder(tx: &Tx<'_>, wanted: &GrantRole, community: Option<CommunityId>) -> Result<AccountId> {
    let account = match (wanted.account_id, &wanted.phone) {
        (Some(id), None) => known(tx, id, community).await?,
        (None, Some(phone)) => reachable(tx, phone, wanted.name.as_deref()).await?,
        _ => return Err(Code::Invalid.error().at("/accountId", Code::InvalidValue)),
    };
    join(tx, &account, community).await?;
    Ok(account.id)
}

/// The account of whoever has this phone: the one that is known, or one that waits for them.
pub async fn reachable(tx: &Tx<'_>, phone: &str, name: Option<&str>) -> Result<account::Model> {
    match login::by_phone(tx, tx.vault(), phone).await? {
        Some(account) => Ok(account),
        None => made(tx, phone, name).await,
    }
}

/// A known account, which must not be another community's: of those nobody here knows.
async fn known(tx: &Tx<'_>, id: AccountId, community: Option<CommunityId>) -> Result<account::Model> {
    let account = account::Entity::find_by_id(id).one(tx).await?;
    let foreign = |account: &account::Model| account.community_id.is_some() && account.community_id != community;
    account
        .filter(|account| account.status == AccountStatus::Active)
        .filter(|account| community.is_none() || !foreign(account))
        .ok_or_else(|| Code::Invalid.error().at("/accountId", Code::UnknownReference))
}

/// An account that waits for its person to come and bind the phone.
pub(super) async fn made(tx: &Tx<'_>, phone: &str, name: Option<&str>) -> Result<account::Model> {
    let id = login::create_account(tx).await?;
    login::set_phone(tx, id, phone).await?;
    let name = name.map(|name| tx.vault().seal(Field::Name, name)).transpose()?;
    let named = account::ActiveModel { display_name_sealed: Set(name), ..Default::default() };
    account::Entity::update_many().set(named).filter(account::Column::Id.eq(id)).exec(tx).await?;
    let account = login::active(tx, id).await?;
    super::note(tx, &account, "invite", json!({})).await?;
    Ok(account)
}

/// An account belongs to the community that it has a role in.
pub(super) async fn join(tx: &Tx<'_>, account: &account::Model, community: Option<CommunityId>) -> Result<()> {
    let Some(community) = community.filter(|community| account.community_id != Some(*community)) else {
        return Ok(());
    };
    let joined = account::Entity::update_many()
        .col_expr(account::Column::CommunityId, Expr::value(community))
        .filter(account::Column::Id.eq(account.id))
        .filter(account::Column::CommunityId.is_null())
        .exec(tx)
        .await?;
    if joined.rows_affected == 0 { Err(Code::AccountElsewhere.into()) } else { Ok(()) }
}

pub(super) async fn remember(tx: &Tx<'_>, row: &role_grant::Model, verb: &'static str) -> Result<()> {
    let what = json!({
        "accountId": row.account_id, "role": row.role, "scopeKind": row.scope_kind, "scopeId": row.scope_id,
    });
    let subject = Subject::new("role_grant", row.id);
    event::record(tx, NewEvent::new(row.community_id, subject, verb).with(what)).await.map(drop)
}

/// The roles with their holders, masked.
async fn show(conn: &impl ConnectionTrait, vault: &Vault, rows: &[role_grant::Model]) -> Result<Vec<RoleGrant>> {
    let ids: HashSet<AccountId> = rows.iter().map(|row| row.account_id).collect();
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids.iter().copied())).all(conn).await?;
    let accounts: HashMap<AccountId, account::Model> = accounts.into_iter().map(|row| (row.id, row)).collect();
    let bound: Vec<AccountId> = wechat_identity::Entity::find()
        .select_only()
        .column(wechat_identity::Column::AccountId)
        .filter(wechat_identity::Column::AccountId.is_in(ids))
        .into_tuple()
        .all(conn)
        .await?;
    let show = |row: &role_grant::Model| {
        let account = accounts.get(&row.account_id);
        let open = |field, sealed: Option<&String>| sealed.map(|sealed| vault.open(field, sealed)).transpose();
        let name = open(Field::Name, account.and_then(|account| account.display_name_sealed.as_ref()))?;
        let phone = open(Field::Phone, account.and_then(|account| account.phone_sealed.as_ref()))?;
        let has_password = account.is_some_and(|account| account.password_hash.is_some());
        Ok(RoleGrant {
            id: row.id,
            holder: RoleHolder {
                account_id: row.account_id,
                name: name.map(|name| mask_name(&name)),
                phone: phone.map(|phone| mask_phone(&phone)),
                can_sign_in: has_password || bound.contains(&row.account_id),
            },
            role: row.role,
            scope_kind: row.scope_kind,
            scope_id: (!row.scope_id.is_nil()).then_some(row.scope_id),
            granted_by: row.granted_by,
            created_at: row.created_at,
        })
    };
    rows.iter().map(show).collect()
}
