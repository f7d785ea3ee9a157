//! Actions that carry a decision out. The end of the last one completes it, and those who voted grade what was
//! done; where an action is only a part of it, those who carry it out are asked for the evidence.

use entity::actions::action;
use entity::deliberations::{DeliberationStatus, DeliberationVerb, deliberation};
use entity::ids::{ActionId, DeliberationId};
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use serde_json::json;

use super::carry_out;
use super::case::{Case, SUBJECT};
use crate::actions::service::links;
use crate::auth::Actor;
use crate::deliberations::state::{self, Standing};
use crate::deliberations::store;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// The decision as whoever would start an action for it finds it: those who carry it out, once it is
/// adopted and before it is done.
///
/// # Errors
/// `not_found` for what does not exist for the actor, `forbidden`, `illegal_transition`.
pub async fn may_start(tx: &Tx<'_>, actor: &Actor, id: DeliberationId) -> Result<()> {
    let case = Case::read(tx, actor, id).await?;
    if !case.standings.iter().any(|standing| matches!(standing, Standing::Staff | Standing::Team)) {
        return Err(Code::Forbidden.into());
    }
    match case.deliberation.status {
        DeliberationStatus::Executing => Ok(()),
        _ => case.may(DeliberationVerb::Execute),
    }
}

/// Whether the actor, or anybody where there is none, may know of the deliberation.
pub async fn is_known(conn: &impl ConnectionTrait, actor: Option<&Actor>, id: DeliberationId) -> Result<bool> {
    let Some(actor) = actor else { return Ok(false) };
    match Case::read(conn, actor, id).await {
        Ok(_) => Ok(true),
        Err(error) if error.code() == Code::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Notes what became of an action that carries it out: planned, called off.
pub async fn happened(tx: &Tx<'_>, id: DeliberationId, action: ActionId, verb: DeliberationVerb) -> Result<()> {
    let one = locked(tx, id).await?;
    go_if_possible(tx, one, action, verb, Default::default()).await.map(drop)
}

/// Moves it on at the end of an action that carries it out: to being carried out, and done if this was the
/// last one.
pub async fn ended(tx: &Tx<'_>, id: DeliberationId, action: &action::Model) -> Result<()> {
    // Under the matter's lock: of two actions that end at once, the second finds the first one ended.
    let mut one = locked(tx, id).await?;
    if one.status == DeliberationStatus::Decided {
        one = go_if_possible(tx, one, action.id, DeliberationVerb::Execute, Default::default()).await?;
    }
    if action.completes && !links::others_for_deliberation(tx, id, action.id).await? {
        go_if_possible(tx, one, action.id, DeliberationVerb::Complete, carry_out::completed(tx)).await.map(drop)
    } else {
        go_if_possible(tx, one, action.id, DeliberationVerb::EndAction, Default::default()).await.map(drop)
    }
}

async fn locked(tx: &Tx<'_>, id: DeliberationId) -> Result<deliberation::Model> {
    let row = deliberation::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    row.ok_or_else(|| Code::NotFound.into())
}

/// A matter that has gone its own way meanwhile stays where it is.
async fn go_if_possible(
    tx: &Tx<'_>,
    one: deliberation::Model,
    action: ActionId,
    verb: DeliberationVerb,
    change: deliberation::ActiveModel,
) -> Result<deliberation::Model> {
    let to = match state::next(&one, verb, &[Standing::Clock]) {
        Err(error) if error.code() == Code::IllegalTransition => return Ok(one),
        outcome => outcome?,
    };
    let moved = store::move_to(tx, &one, to, change).await?;
    let happened = NewEvent::new(moved.community_id, Subject::new(SUBJECT, moved.id), verb.as_str())
        .moved(one.status, to)
        .with(json!({ "level": moved.level, "actionId": action }));
    event::record(tx, happened.announced()).await?;
    Ok(moved)
}
