//! A sign-up is cancelled: by the volunteer or by those who lead the action. Whoever does it too
//! late for somebody else to be found is remembered; the place goes to the first who waits.

use chrono::Duration;
use entity::actions::{SignupStatus, SignupVerb, signup};
use entity::ids::SignupId;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::signup::{SignupCase, SignupStep};
use crate::actions::state::SignupStanding;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// Cancels it.
///
/// # Errors
/// `shift_started` for a volunteer once the shift has begun.
pub async fn cancel(tx: &Tx<'_>, actor: &Actor, id: SignupId, version: i32, reason: String) -> Result<SignupCase> {
    let case = SignupCase::open(tx, actor, id).await?;
    case.seen(version)?;
    case.may(SignupVerb::Cancel)?;
    let own = case.standings.contains(&SignupStanding::Volunteer);
    if own && tx.now() >= case.shift.starts_at {
        return Err(Code::ShiftStarted.into());
    }
    let late_from = case.shift.starts_at - Duration::hours(case.action.cancel_hours.into());
    let late = own && case.signup.status == SignupStatus::Confirmed && tx.now() >= late_from;
    let change = signup::ActiveModel {
        reason: Set(Some(reason.clone())),
        late_cancel: Set(late),
        offer_ends_at: Set(None),
        ..Default::default()
    };
    case.go(tx, SignupVerb::Cancel, SignupStep { change, reason: Some(reason), data: json!({ "late": late }) }).await
}
