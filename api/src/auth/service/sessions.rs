//! Sessions: a sign-in on one device, with its family of refresh tokens.

use chrono::{DateTime, Duration, Utc};
use entity::auth::{Role, account, refresh_token, session};
use entity::ids::{AccountId, CommunityId, RefreshTokenId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::json;

use super::{Owner, note};
use crate::app::App;
use crate::auth::load;
use crate::auth::refresh_token::RefreshToken;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// Devices that an account is signed in on; one more ends the one that was used least recently.
const MOST: usize = 20;

/// What somebody who signed in gets.
pub struct Tokens {
    /// For the next fifteen minutes.
    pub access: String,
    /// Seconds that the access token lives.
    pub expires_in: i64,
    /// For the next access token.
    pub refresh: RefreshToken,
    /// Whose they are.
    pub account: Holder,
}

/// Somebody who signed in, in short.
pub struct Holder {
    /// The account.
    pub id: AccountId,
    /// Its community.
    pub community: Option<CommunityId>,
    /// Whether a phone is bound.
    pub has_phone: bool,
    /// Whether it is a verified resident's.
    pub verified: bool,
    /// The roles it holds somewhere.
    pub roles: Vec<Role>,
}

/// Opens a session for an account.
pub async fn open(
    app: &App,
    tx: &Tx<'_>,
    account: &account::Model,
    user_agent: Option<String>,
    how: &'static str,
) -> Result<Tokens> {
    let id = SessionId::new();
    let row = session::ActiveModel {
        id: Set(id),
        account_id: Set(account.id),
        user_agent: Set(user_agent.map(|agent| agent.chars().take(200).collect())),
        created_at: Set(tx.now()),
        last_used_at: Set(tx.now()),
        expires_at: Set(expiry(app, tx.now())),
        revoked_at: Set(None),
        revoked_reason: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(tx).await?;
    let seen = account::ActiveModel { last_seen_at: Set(Some(tx.now())), ..Default::default() };
    account::Entity::update_many().set(seen).filter(account::Column::Id.eq(account.id)).exec(tx).await?;
    note(tx, account, "sign_in", json!({ "how": how, "sessionId": id })).await?;
    for old in list(tx, account.id, tx.now()).await?.iter().skip(MOST) {
        end(tx, account, old.id, "session_ended", "too_many").await?;
    }
    begin_family(app, tx, account, id).await
}

/// Tokens for a session that there is, beside those that it has.
pub async fn begin_family(app: &App, tx: &Tx<'_>, account: &account::Model, session: SessionId) -> Result<Tokens> {
    let refresh = app.refresh_tokens.first()?;
    store(app, tx, session, &refresh, None).await?;
    tokens(app, tx, account, session, refresh, tx.now()).await
}

/// Stores a refresh token by its digest.
pub(super) async fn store(
    app: &App,
    tx: &Tx<'_>,
    session: SessionId,
    token: &RefreshToken,
    predecessor: Option<RefreshTokenId>,
) -> Result<()> {
    let row = refresh_token::ActiveModel {
        id: Set(RefreshTokenId::new()),
        session_id: Set(session),
        token_hash: Set(token.digest()),
        predecessor_id: Set(predecessor),
        created_at: Set(tx.now()),
        used_at: Set(None),
        expires_at: Set(expiry(app, tx.now())),
    };
    refresh_token::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The answer to a sign-in or an exchange that happened at `since`; equal for equal arguments.
pub(super) async fn tokens(
    app: &App,
    tx: &Tx<'_>,
    account: &account::Model,
    session: SessionId,
    refresh: RefreshToken,
    since: DateTime<Utc>,
) -> Result<Tokens> {
    let life = app.kernel.settings.auth.access_seconds;
    let access = app.tokens.issue(account.id, session, since, life)?;
    let mut roles: Vec<Role> = load::grants(tx, account.id).await?.iter().map(|grant| grant.role).collect();
    roles.sort();
    roles.dedup();
    let account = Holder {
        id: account.id,
        community: account.community_id,
        has_phone: account.phone_blind.is_some(),
        verified: load::residency(tx, account.id).await?.is_some(),
        roles,
    };
    let expires_in = life - (tx.now() - since).num_seconds();
    Ok(Tokens { access, expires_in, refresh, account })
}

/// The sessions of an account that live, the one used last first.
pub async fn list(conn: &impl ConnectionTrait, account: AccountId, now: DateTime<Utc>) -> Result<Vec<session::Model>> {
    let live = session::Entity::find()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::LastUsedAt)
        .order_by_desc(session::Column::Id);
    Ok(live.all(conn).await?)
}

/// Ends one of the account's own sessions.
///
/// # Errors
/// `not_found` for anybody else's, and for one that has ended.
pub async fn sign_out(tx: &Tx<'_>, owner: impl Into<Owner>, id: SessionId) -> Result<()> {
    match end(tx, owner, id, "sign_out", "sign_out").await? {
        true => Ok(()),
        false => Err(Code::NotFound.into()),
    }
}

/// Ends all sessions of an account, but for one where that is named.
pub async fn end_all(
    tx: &Tx<'_>,
    owner: impl Into<Owner>,
    but: Option<SessionId>,
    verb: &'static str,
    reason: &'static str,
) -> Result<()> {
    let owner = owner.into();
    for session in list(tx, owner.account, tx.now()).await?.iter().filter(|session| Some(session.id) != but) {
        end(tx, owner, session.id, verb, reason).await?;
    }
    Ok(())
}

/// Ends a session; false when it has ended already or is somebody else's.
pub(super) async fn end(
    tx: &Tx<'_>,
    owner: impl Into<Owner>,
    id: SessionId,
    verb: &'static str,
    reason: &'static str,
) -> Result<bool> {
    let owner = owner.into();
    let ended = session::ActiveModel {
        revoked_at: Set(Some(tx.now())),
        revoked_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    let ended = session::Entity::update_many()
        .set(ended)
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::AccountId.eq(owner.account))
        .filter(session::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    if ended.rows_affected == 0 {
        return Ok(false);
    }
    note(tx, owner, verb, json!({ "sessionId": id, "why": reason })).await?;
    Ok(true)
}

/// When a session that is used now ends without further use.
pub(super) fn expiry(app: &App, now: DateTime<Utc>) -> DateTime<Utc> {
    now + Duration::days(app.kernel.settings.auth.session_days)
}
