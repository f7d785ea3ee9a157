//! The end of a vote is put off: once, with a reason, if the plan allowed it.

use chrono::{DateTime, Utc};
use entity::deliberations::{DeliberationVerb, deliberation};
use entity::ids::DeliberationId;
use sea_orm::ActiveValue::Set;

use super::case::{Case, Step};
use super::schedule::LONGEST;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// Puts the end off.
///
/// # Errors
/// `voting_closed` when it is over already, `invalid` for an end that is no later or much later.
pub async fn extend(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    version: i32,
    closes_at: DateTime<Utc>,
    reason: String,
) -> Result<deliberation::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    case.may(DeliberationVerb::Extend)?;
    let (Some(opens_at), Some(end)) = (case.deliberation.opens_at, case.deliberation.closes_at) else {
        return Err(Code::IllegalTransition.into());
    };
    if end <= tx.now() {
        return Err(Code::VotingClosed.into());
    }
    if closes_at <= end || closes_at > opens_at + LONGEST {
        return Err(Code::Invalid.error().at("/closesAt", Code::InvalidValue));
    }
    let change =
        deliberation::ActiveModel { closes_at: Set(Some(closes_at)), extended: Set(true), ..Default::default() };
    case.go(tx, DeliberationVerb::Extend, Step { change, reason: Some(reason) }).await
}
