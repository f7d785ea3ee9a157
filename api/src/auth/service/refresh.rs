//! Exchanging a refresh token. It works once; a retry within seconds gets the same answer
//! again, and a second use after that ends the whole family: one of the two was a thief.

use chrono::{DateTime, Duration, Utc};
use entity::auth::{account, refresh_token, session};
use entity::ids::RefreshTokenId;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use super::login;
use super::sessions::{self, Tokens};
use crate::app::App;
use crate::auth::refresh_token::RefreshToken;
use crate::error::{Code, Error, Result};
use crate::kernel::db::{self, By, Cause, Tx};

/// Exchanges a refresh token for new tokens.
///
/// # Errors
/// `refresh_token_invalid` for one that there is not, that was used before, or whose session has ended.
pub async fn exchange(app: &App, request_id: &str, token: &str) -> Result<Tokens> {
    let token = RefreshToken::parse(token).ok_or_else(invalid)?;
    // Looked up before a transaction is opened: guesses cost one indexed read.
    let row = refresh_token::Entity::find().filter(refresh_token::Column::TokenHash.eq(token.digest()));
    let row = row.one(&app.kernel.db).await?.ok_or_else(invalid)?;
    let session = session::Entity::find_by_id(row.session_id).one(&app.kernel.db).await?.ok_or_else(invalid)?;
    let cause = Cause { by: By::Account(session.account_id), request_id: Some(request_id.to_owned()) };
    let exchanged = db::write(&app.kernel, cause, async |tx| Exchange { app, tx, token: &token }.run(row.id).await);
    exchanged.await?.ok_or_else(invalid)
}

fn invalid() -> Error {
    Code::RefreshTokenInvalid.into()
}

/// One exchange within its transaction.
struct Exchange<'a> {
    app: &'a App,
    tx: &'a Tx<'a>,
    token: &'a RefreshToken,
}

impl Exchange<'_> {
    /// New tokens; nothing after a reuse, whose consequence must be committed.
    async fn run(&self, id: RefreshTokenId) -> Result<Option<Tokens>> {
        let first = self.spend(id).await?;
        let row = refresh_token::Entity::find_by_id(id).one(self.tx).await?.ok_or_else(invalid)?;
        let (session, account) = self.live(&row).await?;
        let next = self.app.refresh_tokens.after(self.token);
        if first {
            sessions::store(self.app, self.tx, session.id, &next, Some(id)).await?;
            self.touch(&session).await?;
        } else if !self.is_retry(&row).await? {
            sessions::end(self.tx, &account, session.id, "refresh_reused", "refresh_reused").await?;
            return Ok(None);
        }
        let since = row.used_at.unwrap_or(self.tx.now());
        sessions::tokens(self.app, self.tx, &account, session.id, next, since).await.map(Some)
    }

    /// Marks the token as used; only the first of several that try at once succeeds.
    async fn spend(&self, id: RefreshTokenId) -> Result<bool> {
        let used = refresh_token::ActiveModel { used_at: Set(Some(self.tx.now())), ..Default::default() };
        let spent = refresh_token::Entity::update_many()
            .set(used)
            .filter(refresh_token::Column::Id.eq(id))
            .filter(refresh_token::Column::UsedAt.is_null())
            .exec(self.tx)
            .await?;
        Ok(spent.rows_affected == 1)
    }

    /// The session and its account, if both still count.
    async fn live(&self, row: &refresh_token::Model) -> Result<(session::Model, account::Model)> {
        let session = self.session(row).await?;
        if let Ok(account) = login::active(self.tx, session.account_id).await {
            return Ok((session, account));
        }
        // Binding a phone may have handed the session to another account while this one was waited for.
        let session = self.session(row).await?;
        let account = login::active(self.tx, session.account_id).await.map_err(|_| invalid())?;
        Ok((session, account))
    }

    async fn session(&self, row: &refresh_token::Model) -> Result<session::Model> {
        let session = session::Entity::find_by_id(row.session_id).one(self.tx).await?.ok_or_else(invalid)?;
        let now = self.tx.now();
        if session.revoked_at.is_some() || session.expires_at <= now || row.expires_at <= now {
            return Err(invalid());
        }
        Ok(session)
    }

    /// The answer may have got lost: for some seconds the immediate predecessor of the token
    /// in force gets it again.
    async fn is_retry(&self, row: &refresh_token::Model) -> Result<bool> {
        let grace = Duration::seconds(self.app.kernel.settings.auth.refresh_grace_seconds);
        let used_at: DateTime<Utc> = row.used_at.unwrap_or(DateTime::UNIX_EPOCH);
        let successor = refresh_token::Entity::find().filter(refresh_token::Column::PredecessorId.eq(row.id));
        let in_force = successor.one(self.tx).await?.is_some_and(|next| next.used_at.is_none());
        Ok(in_force && self.tx.now() <= used_at + grace)
    }

    /// Notes the use, at the account first: whoever changes both takes them in this order.
    async fn touch(&self, session: &session::Model) -> Result<()> {
        let now = self.tx.now();
        let seen = account::ActiveModel { last_seen_at: Set(Some(now)), ..Default::default() };
        let own = account::Column::Id.eq(session.account_id);
        account::Entity::update_many().set(seen).filter(own).exec(self.tx).await?;
        let used = session::ActiveModel {
            last_used_at: Set(now),
            expires_at: Set(sessions::expiry(self.app, now)),
            ..Default::default()
        };
        session::Entity::update_many().set(used).filter(session::Column::Id.eq(session.id)).exec(self.tx).await?;
        Ok(())
    }
}
