//! After the shift: minutes are approved by somebody else, a no-show is appealed against and decided.

use entity::actions::{Evidence, SignupVerb, attendance, signup};
use entity::ids::{AttendanceId, SignupId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::signup::{SignupCase, SignupStep};
use super::{attend, credit};
use crate::actions::minutes::Span;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// Minutes that may be added by hand to one attendance.
const MOST_ADDED: i32 = 600;

/// Approves the minutes, with some added by hand where the instants do not tell all.
///
/// # Errors
/// `own_matter`; `invalid` for minutes without a reason.
pub async fn approve(
    tx: &Tx<'_>,
    actor: &Actor,
    id: SignupId,
    version: i32,
    (added, reason): (i32, Option<String>),
) -> Result<SignupCase> {
    let case = SignupCase::open(tx, actor, id).await?;
    case.seen(version)?;
    case.may(SignupVerb::Approve)?;
    if !(0..=MOST_ADDED).contains(&added) {
        return Err(Code::Invalid.error().at("/addedMinutes", Code::InvalidValue));
    }
    if added > 0 && reason.is_none() {
        return Err(Code::Invalid.error().at("/reason", Code::MissingField));
    }
    let there = attend::of(tx, id).await?;
    let change = attendance::ActiveModel {
        added_minutes: Set(added),
        added_reason: Set(reason.clone().filter(|_| added > 0)),
        approved_by: Set(Some(actor.account()?)),
        approved_at: Set(Some(tx.now())),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let approved = attendance::Entity::update_many()
        .set(change)
        .filter(attendance::Column::Id.eq(there.id))
        .filter(attendance::Column::ApprovedAt.is_null())
        .exec_with_returning(tx)
        .await?;
    let approved = approved.into_iter().next().ok_or_else(|| Code::AlreadyDecided.error())?;
    credit::credit(tx, &case, &approved).await?;
    let data = json!({ "minutes": approved.minutes, "added": added });
    case.go(tx, SignupVerb::Approve, SignupStep { data, reason, ..SignupStep::default() }).await
}

/// Says that one was there after all.
pub async fn appeal(tx: &Tx<'_>, actor: &Actor, id: SignupId, version: i32, text: String) -> Result<SignupCase> {
    let case = SignupCase::open(tx, actor, id).await?;
    case.seen(version)?;
    case.may(SignupVerb::Appeal)?;
    let change =
        signup::ActiveModel { appeal: Set(Some(text)), appealed_at: Set(Some(tx.now())), ..Default::default() };
    case.go(tx, SignupVerb::Appeal, SignupStep { change, ..SignupStep::default() }).await
}

/// Decides about it: from when to when they were there, or that they were not.
pub async fn decide(
    tx: &Tx<'_>,
    actor: &Actor,
    id: SignupId,
    version: i32,
    (there, answer): (Option<Span>, String),
) -> Result<SignupCase> {
    let case = SignupCase::open(tx, actor, id).await?;
    case.seen(version)?;
    let verb = if there.is_some() { SignupVerb::Uphold } else { SignupVerb::Dismiss };
    case.may(verb)?;
    if let Some(span) = there {
        enter(tx, &case, span).await?;
    }
    let change = signup::ActiveModel {
        appeal_answer: Set(Some(answer.clone())),
        appeal_decided_at: Set(Some(tx.now())),
        ..Default::default()
    };
    case.go(tx, verb, SignupStep { change, reason: Some(answer), ..SignupStep::default() }).await
}

/// The attendance of whoever was there after all, by the word of whoever leads.
async fn enter(tx: &Tx<'_>, case: &SignupCase, (from, until): Span) -> Result<()> {
    let shift = &case.shift;
    if from >= until || from < shift.starts_at - attend::EARLY || until > shift.ends_at + attend::GRACE {
        return Err(Code::Invalid.error().at("/from", Code::InvalidValue));
    }
    let row = attendance::ActiveModel {
        id: Set(AttendanceId::new()),
        community_id: Set(case.signup.community_id),
        signup_id: Set(case.signup.id),
        shift_id: Set(shift.id),
        volunteer_id: Set(case.signup.volunteer_id),
        checked_in_at: Set(from),
        in_evidence: Set(Evidence::RollCall),
        closed_by_rule: Set(false),
        added_minutes: Set(0),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let there = row.insert(tx).await?;
    let out = attendance::ActiveModel {
        checked_out_at: Set(Some(until)),
        out_evidence: Set(Some(Evidence::RollCall)),
        ..Default::default()
    };
    attend::end(tx, case, &there, (from, until), out).await
}
