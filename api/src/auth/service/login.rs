//! Signing in: by WeChat, or, for staff, by phone and password.

use chrono::Duration;
use entity::auth::{AccountStatus, account, wechat_identity};
use entity::ids::{AccountId, WechatIdentityId};
use sea_orm::ActiveValue::Set;
use sea_orm::ExprTrait;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::sessions::{self, Tokens};
use super::{password, subject};
use crate::app::App;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::{self, Cause, Tx};
use crate::kernel::event::{self, NewEvent};
use crate::wechat::Identity;

/// Signs in whoever WeChat says is behind a code; a new person gets an account.
pub async fn by_wechat(app: &App, tx: &Tx<'_>, identity: &Identity, user_agent: Option<String>) -> Result<Tokens> {
    let account = account_of(tx, identity).await?;
    sessions::open(app, tx, account, user_agent, "wechat").await
}

async fn account_of(tx: &Tx<'_>, identity: &Identity) -> Result<AccountId> {
    if let Some(known) = known(tx, identity).await? {
        let key = identity.session_key.as_deref().map(|key| tx.vault().seal(Field::SessionKey, key)).transpose()?;
        let seen = wechat_identity::ActiveModel {
            session_key_sealed: Set(key),
            last_login_at: Set(tx.now()),
            ..Default::default()
        };
        wechat_identity::Entity::update_many()
            .set(seen)
            .filter(wechat_identity::Column::Id.eq(known.id))
            .exec(tx)
            .await?;
        return Ok(known.account_id);
    }
    let account = create_account(tx).await?;
    let seal = |field, text: &Option<String>| text.as_deref().map(|text| tx.vault().seal(field, text)).transpose();
    let row = wechat_identity::ActiveModel {
        id: Set(WechatIdentityId::new()),
        account_id: Set(account),
        appid: Set(identity.appid.clone()),
        openid_sealed: Set(tx.vault().seal(Field::OpenId, &identity.openid)?),
        openid_blind: Set(tx.vault().blind(Field::OpenId, &identity.openid)),
        unionid_blind: Set(identity.unionid.as_deref().map(|id| tx.vault().blind(Field::UnionId, id))),
        session_key_sealed: Set(seal(Field::SessionKey, &identity.session_key)?),
        created_at: Set(tx.now()),
        last_login_at: Set(tx.now()),
    };
    // Two first sign-ins at once: the second finds the first one's row.
    let identity_columns = [wechat_identity::Column::Appid, wechat_identity::Column::OpenidBlind];
    let taken = OnConflict::columns(identity_columns).do_nothing().to_owned();
    let inserted = wechat_identity::Entity::insert(row).on_conflict(taken).exec_without_returning(tx).await?;
    match inserted {
        0 => {
            account::Entity::delete_by_id(account).exec(tx).await?;
            known(tx, identity).await?.map(|known| known.account_id).ok_or_else(|| Code::Unavailable.error())
        }
        _ => Ok(account),
    }
}

async fn known(tx: &Tx<'_>, identity: &Identity) -> Result<Option<wechat_identity::Model>> {
    let known = wechat_identity::Entity::find()
        .filter(wechat_identity::Column::Appid.eq(&identity.appid))
        .filter(wechat_identity::Column::OpenidBlind.eq(tx.vault().blind(Field::OpenId, &identity.openid)));
    Ok(known.one(tx).await?)
}

/// An account that nothing is known of yet.
pub async fn create_account(tx: &Tx<'_>) -> Result<AccountId> {
    let id = AccountId::new();
    let row = account::ActiveModel {
        id: Set(id),
        community_id: Set(None),
        display_name_sealed: Set(None),
        phone_sealed: Set(None),
        phone_blind: Set(None),
        password_hash: Set(None),
        failed_logins: Set(0),
        locked_until: Set(None),
        status: Set(AccountStatus::Active),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        last_seen_at: Set(None),
    };
    account::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(id)
}

/// Notes the phone that WeChat vouches for. When a staff or roster account waits under
/// this phone, the fresh WeChat account joins it; the tokens are then that account's.
///
/// # Errors
/// `phone_taken` when the phone belongs to somebody else's account in use.
pub async fn bind_phone(
    app: &App,
    tx: &Tx<'_>,
    account: AccountId,
    phone: &str,
    user_agent: Option<String>,
) -> Result<Tokens> {
    let blind = tx.vault().blind(Field::Phone, phone);
    let holder = account::Entity::find().filter(account::Column::PhoneBlind.eq(&blind)).one(tx).await?;
    let target = match holder {
        Some(holder) if holder.id != account => join(tx, account, &holder).await?,
        _ => {
            set_phone(tx, account, phone).await?;
            account
        }
    };
    event::record(tx, NewEvent::new(None, subject(target), "bind_phone")).await?;
    sessions::open(app, tx, target, user_agent, "phone").await
}

/// Gives an account a phone.
///
/// # Errors
/// `phone_taken` when another account has it.
pub async fn set_phone(tx: &Tx<'_>, account: AccountId, phone: &str) -> Result<()> {
    let row = account::ActiveModel {
        phone_sealed: Set(Some(tx.vault().seal(Field::Phone, phone)?)),
        phone_blind: Set(Some(tx.vault().blind(Field::Phone, phone))),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let own = account::Column::Id.eq(account);
    account::Entity::update_many().set(row).filter(own).exec(tx).await.or_conflict(Code::PhoneTaken)?;
    Ok(())
}

/// Moves a fresh account's WeChat identity to the account that waits for it.
async fn join(tx: &Tx<'_>, fresh: AccountId, holder: &account::Model) -> Result<AccountId> {
    let waits = wechat_identity::Entity::find().filter(wechat_identity::Column::AccountId.eq(holder.id));
    let own = account::Entity::find_by_id(fresh).one(tx).await?;
    let unused = own.is_some_and(|own| own.community_id.is_none());
    if waits.count(tx).await? > 0 || !unused || holder.status != AccountStatus::Active {
        return Err(Code::PhoneTaken.into());
    }
    wechat_identity::Entity::update_many()
        .col_expr(wechat_identity::Column::AccountId, Expr::value(holder.id))
        .filter(wechat_identity::Column::AccountId.eq(fresh))
        .exec(tx)
        .await?;
    sessions::end_all(tx, fresh, "joined").await?;
    let gone = account::ActiveModel { status: Set(AccountStatus::Erased), ..Default::default() };
    account::Entity::update_many().set(gone).filter(account::Column::Id.eq(fresh)).exec(tx).await?;
    Ok(holder.id)
}

/// Signs in staff by phone and password.
///
/// # Errors
/// `wrong_password` for a wrong one or an unknown phone, `account_locked` with
/// `Retry-After` after too many.
pub async fn by_password(
    app: &App,
    cause: Cause,
    phone: &str,
    word: String,
    user_agent: Option<String>,
) -> Result<Tokens> {
    let kernel = &app.kernel;
    let blind = kernel.vault.blind(Field::Phone, phone);
    let account = account::Entity::find()
        .filter(account::Column::PhoneBlind.eq(blind))
        .filter(account::Column::Status.eq(AccountStatus::Active))
        .one(&kernel.db)
        .await?;
    let now = kernel.clock.now(&kernel.db).await?;
    if let Some(until) = account.as_ref().and_then(|account| account.locked_until).filter(|until| *until > now) {
        let seconds = (until - now).num_seconds().unsigned_abs() + 1;
        return Err(Code::AccountLocked.error().retry_after(seconds));
    }
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let fits = password::fits(kernel.settings.auth.argon2_memory_kib, word, hash).await?;
    let account = account.ok_or_else(|| Code::WrongPassword.error())?;
    if !fits {
        db::write(kernel, cause, async |tx| failed(app, tx, account.id).await).await?;
        return Err(Code::WrongPassword.into());
    }
    db::write(kernel, cause, async |tx| {
        let clean = account::ActiveModel { failed_logins: Set(0), locked_until: Set(None), ..Default::default() };
        account::Entity::update_many().set(clean).filter(account::Column::Id.eq(account.id)).exec(tx).await?;
        sessions::open(app, tx, account.id, user_agent, "password").await
    })
    .await
}

/// Counts a failed try; from the fifth on the account is locked, each time twice as long.
async fn failed(app: &App, tx: &Tx<'_>, id: AccountId) -> Result<()> {
    let settings = &app.kernel.settings.auth;
    let counted = account::Entity::update_many()
        .col_expr(account::Column::FailedLogins, Expr::col(account::Column::FailedLogins).add(1))
        .filter(account::Column::Id.eq(id))
        .exec_with_returning(tx)
        .await?;
    let failures = counted.first().map_or(0, |account| account.failed_logins);
    event::record(tx, NewEvent::new(None, subject(id), "sign_in_failed")).await?;
    if failures >= settings.lockout_after {
        let doublings = u32::try_from((failures - settings.lockout_after).clamp(0, 6)).unwrap_or(0);
        let minutes = settings.lockout_minutes * 2_i64.pow(doublings);
        let locked = account::ActiveModel {
            locked_until: Set(Some(tx.now() + Duration::minutes(minutes))),
            ..Default::default()
        };
        account::Entity::update_many().set(locked).filter(account::Column::Id.eq(id)).exec(tx).await?;
    }
    Ok(())
}

/// Sets the own password; the old one has to be named if there is one.
///
/// # Errors
/// `wrong_password`.
pub async fn change_password(app: &App, cause: Cause, id: AccountId, old: Option<String>, new: String) -> Result<()> {
    let kernel = &app.kernel;
    let memory = kernel.settings.auth.argon2_memory_kib;
    let account = account::Entity::find_by_id(id).one(&kernel.db).await?.ok_or_else(|| Code::NotFound.error())?;
    if account.password_hash.is_some()
        && !password::fits(memory, old.unwrap_or_default(), account.password_hash).await?
    {
        return Err(Code::WrongPassword.into());
    }
    let hash = password::hash(memory, new).await?;
    db::write(kernel, cause, async |tx| {
        let row =
            account::ActiveModel { password_hash: Set(Some(hash)), updated_at: Set(tx.now()), ..Default::default() };
        account::Entity::update_many().set(row).filter(account::Column::Id.eq(id)).exec(tx).await?;
        event::record(tx, NewEvent::new(account.community_id, subject(id), "change_password")).await?;
        Ok(())
    })
    .await
}
