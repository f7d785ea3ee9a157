//! Actions that answer a wish. Their end moves it on: whoever holds the claim, or decides about it, is
//! told what to do next; whether the wish is fulfilled is theirs to say, and the author's.

use entity::ids::{ActionId, WishId};
use entity::wishes::{WishStatus, WishVerb, wish};
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{Case, Step};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::wishes::state::{self, Standing};

/// The wish as whoever would start an action for it finds it: those who work on it, while it is open.
///
/// # Errors
/// `not_found` for what does not exist for the actor, `forbidden`, `illegal_transition`.
pub async fn may_start(tx: &Tx<'_>, actor: &Actor, id: WishId) -> Result<()> {
    let case = Case::read(tx, actor, id).await?;
    let works = [Standing::Leader, Standing::Staff, Standing::Helper].into_iter().any(|standing| case.is(standing));
    match case.wish.status {
        _ if !works => Err(Code::Forbidden.into()),
        WishStatus::Open | WishStatus::Claimed => Ok(()),
        _ => Err(Code::IllegalTransition.into()),
    }
}

/// Whether the actor, or anybody where there is none, may know of the wish.
pub async fn is_known(conn: &impl ConnectionTrait, actor: Option<&Actor>, id: WishId) -> Result<bool> {
    let row = wish::Entity::find_by_id(id).one(conn).await?;
    if row.is_some_and(|wish| state::PUBLIC.contains(&wish.status)) {
        return Ok(true);
    }
    let Some(actor) = actor else { return Ok(false) };
    match Case::read(conn, actor, id).await {
        Ok(_) => Ok(true),
        Err(error) if error.code() == Code::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Notes what became of an action that answers it: planned, ended, called off. A wish that has gone its
/// own way meanwhile stays where it is.
pub async fn happened(tx: &Tx<'_>, id: WishId, action: ActionId, verb: WishVerb) -> Result<()> {
    let case = Case::open(tx, &Actor::system(), id).await?;
    match state::next(&case.wish, verb, &case.standings, tx.now()) {
        Err(error) if error.code() == Code::IllegalTransition => return Ok(()),
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    case.go(tx, verb, Step::default().with(json!({ "actionId": action }))).await.map(drop)
}
