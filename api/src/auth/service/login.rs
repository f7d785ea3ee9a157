//! Signing in by WeChat; accounts, which begin there.

use entity::auth::{AccountStatus, account, wechat_identity};
use entity::ids::{AccountId, WechatIdentityId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, ExprTrait};
use secrecy::ExposeSecret;

use super::sessions::{self, Tokens};
use crate::app::App;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::crypto::{Field, Vault};
use crate::kernel::db::Tx;
use crate::wechat::WechatUser;

/// Signs in whoever WeChat says is behind a code; a new person gets an account.
pub async fn by_wechat(app: &App, tx: &Tx<'_>, user: &WechatUser, user_agent: Option<String>) -> Result<Tokens> {
    let id = match known(tx, tx.vault(), user).await? {
        Some(identity) => seen(tx, identity, user).await?,
        None => meet(tx, user).await?,
    };
    let account = active(tx, id).await?;
    sessions::open(app, tx, &account, user_agent, "wechat").await
}

/// The account that a person of WeChat has already, by the id within this mini-program or,
/// in another mini-program of the same operator, by the id across them.
pub async fn known(
    conn: &impl ConnectionTrait,
    vault: &Vault,
    user: &WechatUser,
) -> Result<Option<wechat_identity::Model>> {
    let openid = vault.blind(Field::OpenId, user.openid.expose_secret());
    let mut same = Condition::any().add(
        wechat_identity::Column::Appid.eq(&user.appid).and(wechat_identity::Column::OpenidBlind.eq(openid.as_str())),
    );
    if let Some(unionid) = blind_unionid(vault, user) {
        same = same.add(wechat_identity::Column::UnionidBlind.eq(unionid));
    }
    let mut found = wechat_identity::Entity::find().filter(same).all(conn).await?;
    found.sort_by_key(|row| (row.appid != user.appid || row.openid_blind != openid, row.created_at));
    Ok(found.into_iter().next())
}

/// Notes that a known person was here; in a new mini-program with a row of its own.
async fn seen(tx: &Tx<'_>, identity: wechat_identity::Model, user: &WechatUser) -> Result<AccountId> {
    if identity.appid != user.appid {
        bind(tx, identity.account_id, user).await?;
        return Ok(identity.account_id);
    }
    let row = wechat_identity::ActiveModel {
        unionid_blind: Set(blind_unionid(tx.vault(), user).or(identity.unionid_blind)),
        last_login_at: Set(tx.now()),
        ..Default::default()
    };
    let own = wechat_identity::Column::Id.eq(identity.id);
    wechat_identity::Entity::update_many().set(row).filter(own).exec(tx).await?;
    Ok(identity.account_id)
}

/// Gives a new person an account. Of two first sign-ins at once the second finds the first one's.
async fn meet(tx: &Tx<'_>, user: &WechatUser) -> Result<AccountId> {
    let account = create_account(tx).await?;
    if bind(tx, account, user).await? {
        return Ok(account);
    }
    account::Entity::delete_by_id(account).exec(tx).await?;
    let first = known(tx, tx.vault(), user).await?;
    first.map(|identity| identity.account_id).ok_or_else(|| Code::Unavailable.error().retry_after(1))
}

/// Binds the person to the account; false when they are bound already.
async fn bind(tx: &Tx<'_>, account: AccountId, user: &WechatUser) -> Result<bool> {
    let vault = tx.vault();
    let row = wechat_identity::ActiveModel {
        id: Set(WechatIdentityId::new()),
        account_id: Set(account),
        appid: Set(user.appid.clone()),
        openid_sealed: Set(vault.seal(Field::OpenId, user.openid.expose_secret())?),
        openid_blind: Set(vault.blind(Field::OpenId, user.openid.expose_secret())),
        unionid_blind: Set(blind_unionid(vault, user)),
        session_key_sealed: Set(None),
        created_at: Set(tx.now()),
        last_login_at: Set(tx.now()),
    };
    let person = [wechat_identity::Column::Appid, wechat_identity::Column::OpenidBlind];
    let known = OnConflict::columns(person).do_nothing().to_owned();
    let bound = wechat_identity::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(bound > 0)
}

fn blind_unionid(vault: &Vault, user: &WechatUser) -> Option<String> {
    user.unionid.as_ref().map(|unionid| vault.blind(Field::UnionId, unionid.expose_secret()))
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

/// The account with this phone, if it lives.
pub async fn by_phone(conn: &impl ConnectionTrait, vault: &Vault, phone: &str) -> Result<Option<account::Model>> {
    let account = account::Entity::find()
        .filter(account::Column::PhoneBlind.eq(vault.blind(Field::Phone, phone)))
        .filter(account::Column::Status.eq(AccountStatus::Active));
    Ok(account.one(conn).await?)
}

/// The account, if it lives.
///
/// # Errors
/// `unauthenticated` when it has been erased.
pub async fn active(conn: &impl ConnectionTrait, id: AccountId) -> Result<account::Model> {
    let account = account::Entity::find_by_id(id).one(conn).await?;
    account.filter(|account| account.status == AccountStatus::Active).ok_or_else(|| Code::Unauthenticated.into())
}
