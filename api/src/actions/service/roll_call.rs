//! 点名: the leader says who has come, who has gone and who has not come.

use chrono::{DateTime, Utc};
use entity::actions::SignupVerb;
use entity::ids::{ActionId, ShiftId, SignupId};

use super::attend::{self, Proof};
use super::case::Case;
use super::signup::{SignupCase, SignupStep};
use crate::actions::store;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::many::MOST;

/// What the leader says of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Has come.
    In,
    /// Has gone.
    Out,
    /// Has not come.
    Missing,
}

/// One line of the roll-call.
#[derive(Clone, Copy, Debug)]
pub struct Called {
    /// Of whom.
    pub signup: SignupId,
    /// What.
    pub call: Call,
    /// When it was, if not just now.
    pub at: Option<DateTime<Utc>>,
}

/// Calls the roll; each line has its own outcome, in the order in which they were given.
pub async fn call(
    tx: &Tx<'_>,
    actor: &Actor,
    (action, shift): (ActionId, ShiftId),
    lines: &[Called],
) -> Result<Vec<(SignupId, Result<SignupCase>)>> {
    Case::hold(tx, actor, action).await?.led()?;
    let shift = store::shift_of(tx, action, shift).await?;
    if !(1..=MOST).contains(&lines.len()) {
        return Err(Code::Invalid.error().at("/items", Code::InvalidValue));
    }
    // All roles at once, in the order of all: the lines may be of any of them.
    store::locked_roles(tx, shift.id, None).await?;
    let mut outcomes = Vec::with_capacity(lines.len());
    for line in lines {
        let outcome = tx.attempt(async |tx| one(tx, actor, shift.id, *line).await).await?;
        outcomes.push((line.signup, outcome));
    }
    Ok(outcomes)
}

async fn one(tx: &Tx<'_>, actor: &Actor, shift: ShiftId, line: Called) -> Result<SignupCase> {
    let case = SignupCase::read(tx, actor, line.signup).await?;
    if case.shift.id != shift {
        return Err(Code::NotFound.into());
    }
    match line.call {
        Call::In => attend::check_in(tx, actor, line.signup, Proof::RollCall(line.at)).await,
        Call::Out => attend::check_out(tx, actor, line.signup, Proof::RollCall(line.at)).await,
        Call::Missing => missing(tx, actor, line.signup).await,
    }
}

/// Notes that somebody has not come; not before the shift has begun.
async fn missing(tx: &Tx<'_>, actor: &Actor, id: SignupId) -> Result<SignupCase> {
    let case = SignupCase::open(tx, actor, id).await?;
    case.may(SignupVerb::MarkNoShow)?;
    if tx.now() < case.shift.starts_at {
        return Err(Code::CheckInNotOpen.into());
    }
    case.go(tx, SignupVerb::MarkNoShow, SignupStep::default()).await
}
