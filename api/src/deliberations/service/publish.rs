//! 公示: the result is published, objections are heard, and then it is final.

use chrono::Duration;
use entity::deliberations::{DeliberationVerb, ObjectionStatus, deliberation, deliberation_objection};
use entity::ids::{DeliberationId, ObjectionId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QuerySelect, IntoActiveModel};
use serde_json::json;

use super::case::{Case, SUBJECT, Step};
use crate::auth::Actor;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// Days in which objections are heard unless staff say otherwise.
pub const OBJECTION_DAYS: u32 = 7;

/// Publishes the result.
pub async fn publish(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    version: i32,
    objection_days: u32,
) -> Result<deliberation::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let change = deliberation::ActiveModel {
        published_at: Set(Some(tx.now())),
        objections_until: Set(Some(tx.now() + Duration::days(objection_days.into()))),
        ..Default::default()
    };
    case.go(tx, DeliberationVerb::Publish, Step { change, reason: None }).await
}

/// Objects to the published result; each voter has one objection open at a time.
///
/// # Errors
/// `forbidden` for whoever is not on the roll, `objections_over` after the period,
/// `already_objected` while the own one is not decided.
pub async fn object(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    text: String,
) -> Result<deliberation_objection::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.may(DeliberationVerb::Object)?;
    if case.deliberation.objections_until.is_none_or(|until| until <= tx.now()) {
        return Err(Code::ObjectionsOver.into());
    }
    let row = deliberation_objection::ActiveModel {
        id: Set(ObjectionId::new()),
        deliberation_id: Set(id),
        account_id: Set(actor.account()?),
        text: Set(text),
        status: Set(ObjectionStatus::Raised),
        decided_by: Set(None),
        decision: Set(None),
        decided_at: Set(None),
        created_at: Set(tx.now()),
    };
    let raised = row.insert(tx).await.or_conflict(Code::AlreadyObjected)?;
    note(tx, &case, DeliberationVerb::Object, raised.id).await?;
    Ok(raised)
}

/// Finds an objection unfounded.
pub async fn dismiss(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    objection: ObjectionId,
    why: String,
) -> Result<deliberation_objection::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.may(DeliberationVerb::Dismiss)?;
    let decided = decide(tx, actor, &case, objection, ObjectionStatus::Dismissed, why).await?;
    note(tx, &case, DeliberationVerb::Dismiss, objection).await?;
    Ok(decided)
}

/// Finds an objection founded: the result is annulled.
pub async fn uphold(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    objection: ObjectionId,
    why: String,
) -> Result<deliberation_objection::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.may(DeliberationVerb::Uphold)?;
    let decided = decide(tx, actor, &case, objection, ObjectionStatus::Upheld, why.clone()).await?;
    let change = deliberation::ActiveModel { closed_at: Set(Some(tx.now())), ..Default::default() };
    case.go(tx, DeliberationVerb::Uphold, Step { change, reason: Some(why) }).await?;
    Ok(decided)
}

async fn decide(
    tx: &Tx<'_>,
    actor: &Actor,
    case: &Case,
    objection: ObjectionId,
    outcome: ObjectionStatus,
    why: String,
) -> Result<deliberation_objection::Model> {
    let found = deliberation_objection::Entity::find_by_id(objection)
        .filter(deliberation_objection::Column::DeliberationId.eq(case.deliberation.id))
        .lock_exclusive()
        .one(tx)
        .await?;
    let found = found.ok_or_else(|| Code::NotFound.error())?;
    let by = actor.account()?;
    if found.account_id == by {
        return Err(Code::OwnMatter.into());
    }
    if found.status != ObjectionStatus::Raised {
        return Err(Code::IllegalTransition.into());
    }
    let decided = deliberation_objection::ActiveModel {
        status: Set(outcome),
        decided_by: Set(Some(by)),
        decision: Set(Some(why)),
        decided_at: Set(Some(tx.now())),
        ..found.into_active_model()
    };
    Ok(decided.update(tx).await?)
}

async fn note(tx: &Tx<'_>, case: &Case, verb: DeliberationVerb, objection: ObjectionId) -> Result<()> {
    let one = &case.deliberation;
    let happened = NewEvent::new(one.community_id, Subject::new(SUBJECT, one.id), verb.as_str());
    event::record(tx, happened.with(json!({ "objectionId": objection })).announced()).await.map(drop)
}
