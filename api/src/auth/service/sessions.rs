//! Sessions: a family of refresh tokens, of which one counts at a time. A token's
//! successor is derived from it, so that a retry gets the same answer and a stolen
//! token cannot be exchanged twice unnoticed.

use aws_lc_rs::{digest, hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use entity::auth::{AccountStatus, account, refresh_token, session};
use entity::ids::{AccountId, RefreshTokenId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::subject;
use crate::app::App;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent};

/// Bytes of a refresh token.
const TOKEN_BYTES: usize = 32;

/// What somebody who signed in gets.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// For the next fifteen minutes.
    pub access: String,
    /// For the next access token.
    pub refresh: String,
    /// Seconds that the access token lives.
    pub expires_in: i64,
    /// Whose they are.
    pub account: AccountId,
}

/// What became of a refresh token.
pub enum Exchange {
    /// New tokens.
    Done(Tokens),
    /// It had been exchanged before: the whole family has ended.
    Reused,
}

/// Opens a session for an account.
pub async fn open(
    app: &App,
    tx: &Tx<'_>,
    account: AccountId,
    user_agent: Option<String>,
    how: &'static str,
) -> Result<Tokens> {
    let id = SessionId::new();
    let row = session::ActiveModel {
        id: Set(id),
        account_id: Set(account),
        user_agent: Set(user_agent.map(|agent| agent.chars().take(200).collect())),
        created_at: Set(tx.now()),
        last_used_at: Set(tx.now()),
        expires_at: Set(expiry(app, tx.now())),
        revoked_at: Set(None),
        revoked_reason: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(tx).await?;
    let mut token = [0_u8; TOKEN_BYTES];
    rand::fill(&mut token).map_err(|_| Code::Internal.error())?;
    store(app, tx, id, &token, None).await?;
    let seen = account::ActiveModel { last_seen_at: Set(Some(tx.now())), ..Default::default() };
    account::Entity::update_many().set(seen).filter(account::Column::Id.eq(account)).exec(tx).await?;
    let happened =
        NewEvent::new(None, subject(account), "sign_in").with(serde_json::json!({ "how": how, "sessionId": id }));
    event::record(tx, happened).await?;
    tokens(app, account, id, &token, tx.now())
}

/// Exchanges a refresh token for new tokens.
///
/// # Errors
/// `refresh_token_invalid` for one that there is not, or whose session has ended.
pub async fn refresh(app: &App, tx: &Tx<'_>, token: &str) -> Result<Exchange> {
    let invalid = || Code::RefreshTokenInvalid.error();
    let token = URL_SAFE_NO_PAD.decode(token).map_err(|_| invalid())?;
    let found = refresh_token::Entity::find().filter(refresh_token::Column::TokenHash.eq(hash(&token)));
    let found = found.one(tx).await?.ok_or_else(invalid)?;
    let session = session::Entity::find_by_id(found.session_id).one(tx).await?.ok_or_else(invalid)?;
    let account = account::Entity::find_by_id(session.account_id).one(tx).await?.ok_or_else(invalid)?;
    let over =
        session.revoked_at.is_some() || session.expires_at <= tx.now() || account.status != AccountStatus::Active;
    if over {
        return Err(invalid());
    }
    let next = successor(app, &token);
    if !mark_used(tx, found.id).await? && !within_grace(app, tx, &found).await? {
        end(tx, &session, "refresh_reused").await?;
        return Ok(Exchange::Reused);
    }
    store(app, tx, session.id, &next, Some(found.id)).await?;
    let used = session::ActiveModel {
        last_used_at: Set(tx.now()),
        expires_at: Set(expiry(app, tx.now())),
        ..Default::default()
    };
    session::Entity::update_many().set(used).filter(session::Column::Id.eq(session.id)).exec(tx).await?;
    Ok(Exchange::Done(tokens(app, session.account_id, session.id, &next, tx.now())?))
}

/// Marks the token as exchanged; only one of several that try at once succeeds.
async fn mark_used(tx: &Tx<'_>, id: RefreshTokenId) -> Result<bool> {
    let used = refresh_token::ActiveModel { used_at: Set(Some(tx.now())), ..Default::default() };
    let first = refresh_token::Entity::update_many()
        .set(used)
        .filter(refresh_token::Column::Id.eq(id))
        .filter(refresh_token::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(first.rows_affected == 1)
}

/// The answer may have got lost: for some seconds the immediate predecessor gets it again.
async fn within_grace(app: &App, tx: &Tx<'_>, token: &refresh_token::Model) -> Result<bool> {
    let fresh = refresh_token::Entity::find_by_id(token.id).one(tx).await?;
    let used_at = fresh.and_then(|token| token.used_at).unwrap_or(DateTime::UNIX_EPOCH);
    let successor = refresh_token::Entity::find().filter(refresh_token::Column::PredecessorId.eq(token.id));
    let newest = successor.one(tx).await?.is_none_or(|next| next.used_at.is_none());
    let grace = Duration::seconds(app.kernel.settings.auth.refresh_grace_seconds);
    Ok(newest && tx.now() <= used_at + grace)
}

async fn store(
    app: &App,
    tx: &Tx<'_>,
    session: SessionId,
    token: &[u8],
    predecessor: Option<RefreshTokenId>,
) -> Result<()> {
    let row = refresh_token::ActiveModel {
        id: Set(RefreshTokenId::new()),
        session_id: Set(session),
        token_hash: Set(hash(token)),
        predecessor_id: Set(predecessor),
        created_at: Set(tx.now()),
        used_at: Set(None),
        expires_at: Set(expiry(app, tx.now())),
    };
    // A retry within the grace derives the token that is there already.
    let known = sea_orm::sea_query::OnConflict::column(refresh_token::Column::TokenHash).do_nothing().to_owned();
    refresh_token::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

/// The sessions of an account that live, newest first.
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
/// `not_found` for anybody else's.
pub async fn end_one(tx: &Tx<'_>, account: AccountId, id: SessionId) -> Result<()> {
    let own = session::Entity::find_by_id(id)
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::RevokedAt.is_null());
    let session = own.one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
    end(tx, &session, "sign_out").await
}

/// Ends all sessions of an account.
pub async fn end_all(tx: &Tx<'_>, account: AccountId, reason: &'static str) -> Result<()> {
    for session in list(tx, account, tx.now()).await? {
        end(tx, &session, reason).await?;
    }
    Ok(())
}

async fn end(tx: &Tx<'_>, session: &session::Model, reason: &'static str) -> Result<()> {
    let ended = session::ActiveModel {
        revoked_at: Set(Some(tx.now())),
        revoked_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    session::Entity::update_many().set(ended).filter(session::Column::Id.eq(session.id)).exec(tx).await?;
    let data = serde_json::json!({ "sessionId": session.id });
    event::record(tx, NewEvent::new(None, subject(session.account_id), reason).with(data)).await?;
    Ok(())
}

fn tokens(app: &App, account: AccountId, session: SessionId, refresh: &[u8], now: DateTime<Utc>) -> Result<Tokens> {
    let expires_in = app.kernel.settings.auth.access_seconds;
    let access = app.tokens.issue(account, session, now, expires_in)?;
    Ok(Tokens { access, refresh: URL_SAFE_NO_PAD.encode(refresh), expires_in, account })
}

fn successor(app: &App, token: &[u8]) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &app.keys.refresh_token);
    hmac::sign(&key, token).as_ref().to_vec()
}

fn hash(token: &[u8]) -> String {
    hex::encode(digest::digest(&digest::SHA256, token))
}

fn expiry(app: &App, now: DateTime<Utc>) -> DateTime<Utc> {
    now + Duration::days(app.kernel.settings.auth.session_days)
}
