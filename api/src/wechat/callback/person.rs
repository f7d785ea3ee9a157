//! Events of somebody's account at WeChat: what they take back goes here as well, and with the account
//! goes everything that tells who they were.

use entity::auth::{AccountStatus, account, wechat_identity};
use entity::ids::AccountId;
use entity::wechat::{EventOutcome, wechat_event};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{ExprTrait, QuerySelect};
use serde_json::json;

use super::process::{DONE, Done, NOBODY};
use crate::auth::Actor;
use crate::community::service::erase;
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// WeChat's number of name and picture.
const NAME: i64 = 6;

/// WeChat's number of the phone.
const PHONE: i64 = 8;

/// The account that an event is about.
pub async fn account(tx: &Tx<'_>, row: &wechat_event::Model) -> Result<Option<AccountId>> {
    let Some(openid) = &row.openid_blind else { return Ok(None) };
    let bond = wechat_identity::Entity::find()
        .filter(wechat_identity::Column::Appid.eq(&row.appid))
        .filter(wechat_identity::Column::OpenidBlind.eq(openid))
        .one(tx)
        .await?;
    Ok(bond.map(|bond| bond.account_id))
}

/// Forgets what somebody takes back, as far as it came from WeChat. A phone with which staff sign in by
/// password did not.
pub async fn revoked(tx: &Tx<'_>, row: &wechat_event::Model, what: &[i64]) -> Result<Done> {
    let Some(id) = account(tx, row).await? else { return Ok(NOBODY) };
    let person = account::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let Some(person) = person.filter(|person| person.status == AccountStatus::Active) else { return Ok(NOBODY) };
    let name = what.contains(&NAME) && person.display_name_sealed.is_some();
    let phone = what.contains(&PHONE) && person.phone_sealed.is_some() && person.password_hash.is_none();
    if !name && !phone {
        return Ok((EventOutcome::Ignored, Some("nothing is kept of what was taken back")));
    }
    let mut forgotten = account::ActiveModel { updated_at: Set(tx.now()), ..Default::default() };
    if name {
        forgotten.display_name_sealed = Set(None);
    }
    if phone {
        forgotten.phone_sealed = Set(None);
        forgotten.phone_blind = Set(None);
    }
    account::Entity::update_many()
        .set(forgotten)
        .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
        .filter(account::Column::Id.eq(id))
        .exec(tx)
        .await?;
    let subject = Subject::new("account", id);
    let happened = NewEvent::new(person.community_id, subject, "wechat_revoke");
    event::record(tx, happened.with(json!({ "name": name, "phone": phone }))).await?;
    Ok(DONE)
}

/// Erases somebody whose account at WeChat is no more, as if they had asked for it here. The last admin of
/// a community cannot go so: that is parked for the operator.
pub async fn cancelled(tx: &Tx<'_>, row: &wechat_event::Model) -> Result<Done> {
    let Some(id) = account(tx, row).await? else { return Ok(NOBODY) };
    let Some(actor) = Actor::of_account(tx, id).await? else { return Ok(NOBODY) };
    let erased = tx.attempt(async |tx| erase::erase(tx, &actor).await).await?;
    Ok(match erased {
        Ok(()) => DONE,
        Err(_) => (EventOutcome::Parked, Some("the last admin cannot be erased: appoint another one first")),
    })
}

/// Forgets the events of somebody who is erased.
pub async fn forget(tx: &Tx<'_>, id: AccountId) -> Result<()> {
    let bonds = wechat_identity::Entity::find().filter(wechat_identity::Column::AccountId.eq(id)).all(tx).await?;
    let theirs = wechat_event::Column::OpenidBlind.is_in(bonds.into_iter().map(|bond| bond.openid_blind));
    wechat_event::Entity::delete_many().filter(theirs).exec(tx).await?;
    Ok(())
}
