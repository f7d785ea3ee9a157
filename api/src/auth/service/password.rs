//! Signing in by phone and password, for the people at the community's desks.

use chrono::Duration;
use entity::auth::{Role, account};
use entity::ids::{AccountId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::sessions::{self, Tokens};
use super::{login, note, note_stranger};
use crate::app::App;
use crate::auth::{Actor, Grant, load};
use crate::error::{Code, Error, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::{self, By, Cause, Tx};
use crate::kernel::limit::Bucket;

/// Who may have a password.
const AT_A_DESK: [Role; 4] = [Role::PlatformAdmin, Role::CommunityAdmin, Role::CommunityStaff, Role::GridLeader];

/// A lock never gets longer than this.
const LONGEST_LOCK: Duration = Duration::hours(24);

/// Different characters that a password must have.
const DIFFERENT: usize = 5;

/// Signs in by phone and password.
///
/// # Errors
/// `wrong_password` for a wrong one as for an unknown phone, `account_locked` with `Retry-After` after too many.
pub async fn sign_in(
    app: &App,
    request_id: &str,
    phone: &str,
    password: &SecretString,
    user_agent: Option<String>,
) -> Result<Tokens> {
    let kernel = &app.kernel;
    let by = |by: By| Cause { by, request_id: Some(request_id.to_owned()) };
    let Some(account) = with_password(app, phone).await? else {
        return Err(refuse_stranger(app, by(By::System), phone, password).await);
    };
    let cause = by(By::Account(account.id));
    if !try_password(app, cause.clone(), &account, password).await? {
        return Err(Code::WrongPassword.into());
    }
    db::write(kernel, cause, async |tx| {
        forgive(tx, account.id).await?;
        let account = login::active(tx, account.id).await?;
        sessions::open(app, tx, &account, user_agent, "password").await
    })
    .await
}

/// The account at a desk that signs in with this phone and a password.
async fn with_password(app: &App, phone: &str) -> Result<Option<account::Model>> {
    let account = login::by_phone(&app.kernel.db, &app.kernel.vault, phone).await?;
    let Some(account) = account.filter(|account| account.password_hash.is_some()) else { return Ok(None) };
    Ok(sits_at_a_desk(&load::grants(&app.kernel.db, account.id).await?).then_some(account))
}

fn sits_at_a_desk(grants: &[Grant]) -> bool {
    grants.iter().any(|grant| AT_A_DESK.contains(&grant.role))
}

/// Refuses as a known phone with a wrong password is refused: as slowly, and locked after as many tries.
async fn refuse_stranger(app: &App, cause: Cause, phone: &str, password: &SecretString) -> Error {
    let (kernel, settings) = (&app.kernel, &app.kernel.settings.auth);
    let tries = u32::try_from(settings.lockout_after).unwrap_or(1).max(1);
    let minutes = u32::try_from(settings.lockout_minutes).unwrap_or(1);
    let bucket = Bucket { name: "stranger", seconds: minutes.saturating_mul(60).saturating_mul(tries), limit: tries };
    if let Err(full) = kernel.limiter.check(bucket, &kernel.vault.blind(Field::Phone, phone)).await {
        return Code::AccountLocked.error().retry_after(full.retry_after_seconds().unwrap_or(1));
    }
    if let Err(error) = app.passwords.fits(password, None).await {
        return error;
    }
    match db::write(kernel, cause, async |tx| note_stranger(tx, "password").await).await {
        Ok(()) => Code::WrongPassword.into(),
        Err(error) => error,
    }
}

/// Whether the password fits. The try is counted before it is made, so that many at once
/// are no more than many in turn.
async fn try_password(app: &App, cause: Cause, account: &account::Model, password: &SecretString) -> Result<bool> {
    let kernel = &app.kernel;
    db::write(kernel, cause.clone(), async |tx| count_try(tx, account.id).await).await?;
    let fits = app.passwords.fits(password, account.password_hash.as_deref()).await?;
    if !fits {
        let how = json!({ "how": "password" });
        db::write(kernel, cause, async |tx| note(tx, account, "sign_in_failed", how).await).await?;
    }
    Ok(fits)
}

/// Counts a try; the fifth locks the account unless it turns out to be right, each further one for twice as long.
async fn count_try(tx: &Tx<'_>, id: AccountId) -> Result<()> {
    let account = account::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let account = account.ok_or_else(|| Code::Unauthenticated.error())?;
    if let Some(until) = account.locked_until.filter(|until| *until > tx.now()) {
        let seconds = (until - tx.now()).num_seconds().unsigned_abs() + 1;
        return Err(Code::AccountLocked.error().retry_after(seconds));
    }
    let settings = &tx.kernel().settings.auth;
    let tries = account.failed_logins.saturating_add(1);
    let beyond = u32::try_from(tries - settings.lockout_after).ok();
    let lock = beyond.map(|beyond| Duration::minutes(settings.lockout_minutes * 2_i64.pow(beyond.min(10))));
    let row = account::ActiveModel {
        failed_logins: Set(tries),
        locked_until: Set(lock.map(|lock| tx.now() + lock.min(LONGEST_LOCK))),
        ..Default::default()
    };
    account::Entity::update_many().set(row).filter(account::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

async fn forgive(tx: &Tx<'_>, id: AccountId) -> Result<()> {
    let row = account::ActiveModel { failed_logins: Set(0), locked_until: Set(None), ..Default::default() };
    account::Entity::update_many().set(row).filter(account::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// Sets the own password and ends all other sessions; the old one has to be named if there is one.
///
/// # Errors
/// `forbidden` away from the desks, `phone_required`, `weak_password`, `wrong_old_password`, `account_locked`.
pub async fn change(
    app: &App,
    actor: &Actor,
    request_id: &str,
    old: Option<&SecretString>,
    new: &SecretString,
) -> Result<()> {
    let cause = actor.cause(request_id);
    if !sits_at_a_desk(&actor.grants) {
        return Err(Code::Forbidden.into());
    }
    let account = login::active(&app.kernel.db, actor.account()?).await?;
    strong_enough(app, &account, new)?;
    if account.password_hash.is_some() {
        let wrong = |code| Code::Invalid.error().at("/oldPassword", code);
        let old = old.ok_or_else(|| wrong(Code::MissingField))?;
        if !try_password(app, cause.clone(), &account, old).await? {
            return Err(wrong(Code::WrongOldPassword));
        }
    }
    let hash = app.passwords.hash(new).await?;
    db::write(&app.kernel, cause, async |tx| put(tx, &account, &hash, actor.session).await).await
}

/// Stores the hash of a new password.
pub(super) async fn put(tx: &Tx<'_>, account: &account::Model, hash: &str, stay: Option<SessionId>) -> Result<()> {
    let row = account::ActiveModel {
        password_hash: Set(Some(hash.to_owned())),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    account::Entity::update_many().set(row).filter(account::Column::Id.eq(account.id)).exec(tx).await?;
    forgive(tx, account.id).await?;
    note(tx, account, "change_password", json!({})).await?;
    sessions::end_all(tx, account, stay, "session_ended", "password_changed").await
}

/// Refuses what the first guesses of a stranger would be.
fn strong_enough(app: &App, account: &account::Model, password: &SecretString) -> Result<()> {
    let phone = account.phone_sealed.as_deref().ok_or_else(|| Code::PhoneRequired.error())?;
    let phone = app.kernel.vault.open(Field::Phone, phone)?;
    if is_weak(password.expose_secret(), &phone) {
        return Err(Code::Invalid.error().at("/newPassword", Code::WeakPassword));
    }
    Ok(())
}

/// Whether the password contains the phone or is hardly more than one character.
pub fn is_weak(password: &str, phone: &str) -> bool {
    let different: std::collections::BTreeSet<char> = password.chars().collect();
    password.contains(phone) || different.len() < DIFFERENT
}
