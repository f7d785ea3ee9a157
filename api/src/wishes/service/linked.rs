//! Actions that answer a wish. Their end moves it on: a wish that somebody has claimed is fulfilled, and its
//! author has the usual days to confirm or dispute that; of an open one, those who decide about it are told.

use entity::actions::action;
use entity::ids::{ActionId, WishId};
use entity::wishes::{WishStatus, WishVerb, wish};
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{Case, Step};
use super::work;
use crate::actions::service::links;
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
    if row.as_ref().is_some_and(state::is_public) {
        return Ok(true);
    }
    let Some(actor) = actor else { return Ok(false) };
    match Case::read(conn, actor, id).await {
        Ok(_) => Ok(true),
        Err(error) if error.code() == Code::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Notes what became of an action that answers it: planned, called off.
pub async fn happened(tx: &Tx<'_>, id: WishId, action: ActionId, verb: WishVerb) -> Result<()> {
    let case = Case::open(tx, &Actor::system(), id).await?;
    go_if_possible(tx, &case, action, verb, Step::default()).await
}

/// Moves it on at the end of an action that answers it.
pub async fn ended(tx: &Tx<'_>, id: WishId, action: &action::Model) -> Result<()> {
    // Under the wish's lock: of two actions that end at once, the second finds the first one ended.
    let case = Case::open(tx, &Actor::system(), id).await?;
    // Whoever was assigned to it and has not answered is not yet the one who helped.
    let in_hand = case.claim.as_ref().is_some_and(|claim| claim.accepted_at.is_some());
    let completed = action.completes && in_hand && !links::others_for_wish(tx, id, action.id).await?;
    if completed {
        go_if_possible(tx, &case, action.id, WishVerb::Fulfil, Step::set(work::fulfilled(tx))).await
    } else {
        go_if_possible(tx, &case, action.id, WishVerb::EndAction, Step::default()).await
    }
}

/// A wish that has gone its own way meanwhile stays where it is.
async fn go_if_possible(tx: &Tx<'_>, case: &Case, action: ActionId, verb: WishVerb, step: Step) -> Result<()> {
    match state::next(&case.wish, verb, &case.standings, tx.now()) {
        Err(error) if error.code() == Code::IllegalTransition => Ok(()),
        Err(error) => Err(error),
        Ok(_) => case.go(tx, verb, step.with(json!({ "actionId": action }))).await.map(drop),
    }
}
