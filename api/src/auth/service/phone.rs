//! Binding the phone that WeChat vouches for. When a staff or roster account waits under
//! this phone, whoever came by WeChat turns out to be that person, and the two become one.

use entity::auth::{AccountStatus, account, role_grant, session, wechat_identity};
use entity::community::{consent, household_claim, resident};
use entity::ids::{AccountId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use serde_json::json;

use super::sessions::{self, Tokens};
use super::{login, note};
use crate::app::App;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;

/// Binds a phone to the account of this session. The session goes on; if the account has
/// become one with another, as that account's.
///
/// # Errors
/// `phone_taken` when the phone belongs to an account that is in use by somebody else.
pub async fn bind(app: &App, tx: &Tx<'_>, own: AccountId, session: SessionId, phone: &str) -> Result<Tokens> {
    let blind = tx.vault().blind(Field::Phone, phone);
    let holder = account::Entity::find().filter(account::Column::PhoneBlind.eq(&blind)).one(tx).await?;
    let holder = holder.filter(|holder| holder.id != own).map(|holder| holder.id);
    let accounts = locked(tx, own, holder).await?;
    let find = |id: AccountId| accounts.iter().find(|account| account.id == id);
    let mine = find(own).ok_or_else(|| Code::Unauthenticated.error())?;
    // Asked again under the lock: the holder may have moved to another phone meanwhile.
    let waiting = holder.and_then(find).filter(|holder| holder.phone_blind.as_deref() == Some(blind.as_str()));
    match waiting {
        Some(waiting) => join(tx, mine, waiting).await?,
        None => login::set_phone(tx, own, phone).await?,
    }
    let account = login::active(tx, waiting.map_or(own, |waiting| waiting.id)).await?;
    note(tx, &account, "bind_phone", json!({})).await?;
    sessions::begin_family(app, tx, &account, session).await
}

/// Both accounts, locked in the order of their ids, so that two who meet do not wait for each other.
async fn locked(tx: &Tx<'_>, own: AccountId, holder: Option<AccountId>) -> Result<Vec<account::Model>> {
    let both = account::Entity::find()
        .filter(account::Column::Id.is_in(holder.into_iter().chain([own])))
        .order_by_asc(account::Column::Id)
        .lock_exclusive();
    Ok(both.all(tx).await?)
}

/// Moves what a fresh account has to the one that waits for it.
async fn join(tx: &Tx<'_>, fresh: &account::Model, waiting: &account::Model) -> Result<()> {
    if waiting.status != AccountStatus::Active || has_wechat(tx, waiting.id).await? || !is_fresh(tx, fresh).await? {
        return Err(Code::PhoneTaken.into());
    }
    let (from, to) = (fresh.id, Expr::value(waiting.id));
    wechat_identity::Entity::update_many()
        .col_expr(wechat_identity::Column::AccountId, to.clone())
        .filter(wechat_identity::Column::AccountId.eq(from))
        .exec(tx)
        .await?;
    session::Entity::update_many()
        .col_expr(session::Column::AccountId, to.clone())
        .filter(session::Column::AccountId.eq(from))
        .exec(tx)
        .await?;
    household_claim::Entity::update_many()
        .col_expr(household_claim::Column::AccountId, to.clone())
        .filter(household_claim::Column::AccountId.eq(from))
        .exec(tx)
        .await
        .or_conflict(Code::PhoneTaken)?;
    move_consents(tx, fresh.id, waiting.id).await?;
    let gone = account::ActiveModel {
        status: Set(AccountStatus::Erased),
        phone_sealed: Set(None),
        phone_blind: Set(None),
        password_hash: Set(None),
        version: Set(fresh.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    account::Entity::update_many().set(gone).filter(account::Column::Id.eq(from)).exec(tx).await?;
    note(tx, fresh, "joined", json!({ "into": waiting.id })).await?;
    note(tx, waiting, "join", json!({ "from": from })).await
}

async fn has_wechat(tx: &Tx<'_>, account: AccountId) -> Result<bool> {
    let bound = wechat_identity::Entity::find().filter(wechat_identity::Column::AccountId.eq(account));
    Ok(bound.exists(tx).await?)
}

/// Nothing hangs on it yet that would have to be somebody's: no community, no home, no role.
async fn is_fresh(tx: &Tx<'_>, account: &account::Model) -> Result<bool> {
    let roles = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(account.id))
        .filter(role_grant::Column::RevokedAt.is_null());
    let homes = resident::Entity::find().filter(resident::Column::AccountId.eq(account.id));
    Ok(account.community_id.is_none() && !roles.exists(tx).await? && !homes.exists(tx).await?)
}

/// What was agreed to stays agreed to, unless the waiting account has agreed for itself.
async fn move_consents(tx: &Tx<'_>, from: AccountId, to: AccountId) -> Result<()> {
    let own = consent::Entity::find().filter(consent::Column::AccountId.eq(to));
    if !own.exists(tx).await? {
        consent::Entity::update_many()
            .col_expr(consent::Column::AccountId, Expr::value(to))
            .filter(consent::Column::AccountId.eq(from))
            .exec(tx)
            .await?;
    }
    Ok(())
}
