//! Actions that carry a decision out. Their end moves it on: those who carry it out are told to show
//! the evidence; that it is done is theirs to say.

use entity::deliberations::{DeliberationStatus, DeliberationVerb, deliberation};
use entity::ids::{ActionId, DeliberationId};
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{Case, SUBJECT};
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

/// Notes what became of an action that carries it out: planned, ended, called off. A matter that has
/// gone its own way meanwhile stays where it is.
pub async fn happened(tx: &Tx<'_>, id: DeliberationId, action: ActionId, verb: DeliberationVerb) -> Result<()> {
    let row = deliberation::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let case = Case::by_clock(row.ok_or_else(|| Code::NotFound.error())?);
    let one = &case.deliberation;
    let to = match state::next(one, verb, &case.standings) {
        Err(error) if error.code() == Code::IllegalTransition => return Ok(()),
        outcome => outcome?,
    };
    let moved = store::move_to(tx, one, to, Default::default()).await?;
    let happened = NewEvent::new(moved.community_id, Subject::new(SUBJECT, id), verb.as_str())
        .moved(one.status, to)
        .with(json!({ "level": moved.level, "actionId": action }));
    event::record(tx, happened.announced()).await.map(drop)
}
