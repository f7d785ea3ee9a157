//! Those who look after the place take a seconded matter up, or decline it; staff hand it up.

use entity::deliberations::{DeliberationVerb, deliberation};
use entity::ids::DeliberationId;
use entity::moderation::ContentKind;
use entity::wishes::Level;
use sea_orm::ActiveValue::Set;

use super::case::{Case, Step};
use crate::auth::Actor;
use crate::deliberations::state::second_threshold;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::moderation::service as moderation;

/// Takes it up: it is talked over from now on.
pub async fn accept(tx: &Tx<'_>, actor: &Actor, id: DeliberationId, version: i32) -> Result<deliberation::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let taken = case.go(tx, DeliberationVerb::Accept, Step::default()).await?;
    let read = moderation::decide::read_by(tx, actor, ContentKind::Deliberation, id.0).await?;
    Ok(deliberation::Model { screening: read.unwrap_or(taken.screening), ..taken })
}

/// Declines it.
pub async fn decline(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    version: i32,
    reason: String,
) -> Result<deliberation::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let change = deliberation::ActiveModel { closed_at: Set(Some(tx.now())), ..Default::default() };
    case.go(tx, DeliberationVerb::Decline, Step { change, reason: Some(reason) }).await
}

/// Makes it the matter of the next level; who seconded it below still does.
pub async fn escalate(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    version: i32,
    reason: String,
) -> Result<deliberation::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let level = match (case.deliberation.level, case.deliberation.compound_id) {
        (Level::Building, Some(_)) => Level::Compound,
        (Level::Building, None) | (Level::Compound, _) => Level::Community,
        (Level::Community | Level::Subdistrict, _) => return Err(Code::TopLevel.into()),
    };
    let change = deliberation::ActiveModel {
        level: Set(level),
        second_threshold: Set(second_threshold(level)),
        ..Default::default()
    };
    case.go(tx, DeliberationVerb::Escalate, Step { change, reason: Some(reason) }).await
}
