//! 签到与签退: by the rotating code, by the place, or by the leader's roll-call. A phone without a
//! net sends them later, with the code that it saw and when.

use chrono::{DateTime, Duration, Utc};
use entity::actions::{Evidence, SignupVerb, attendance};
use entity::ids::{AttendanceId, SignupId};
use entity::volunteers::volunteer;
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use serde_json::json;

use super::signup::{SignupCase, SignupStep};
use crate::actions::code::Codes;
use crate::actions::ground::Spot;
use crate::actions::minutes::{self, Span};
use crate::actions::state::SignupStanding;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// People may come so long before the start.
pub const EARLY: Duration = Duration::minutes(60);

/// So long after the end, what came without a net is taken; then the rule closes the shift.
pub const GRACE: Duration = Duration::hours(2);

/// A phone's clock may be ahead by so much.
const SKEW: Duration = Duration::minutes(2);

/// Metres from the place within which somebody is there.
pub const RADIUS: f64 = 200.0;

/// What shows that somebody is there.
#[derive(Clone, Debug)]
pub enum Proof {
    /// The rotating code, and when it was seen when there was no net.
    Code(String, Option<DateTime<Utc>>),
    /// Where the phone is.
    Place(Spot),
    /// The leader says so, as of this instant.
    RollCall(Option<DateTime<Utc>>),
}

/// When somebody was there, what shows it, and when it arrived here if later.
struct Seen {
    at: DateTime<Utc>,
    evidence: Evidence,
    received_at: Option<DateTime<Utc>>,
}

/// Notes that the volunteer has come.
///
/// # Errors
/// `check_in_not_open` before and after, and what is wrong with the proof.
pub async fn check_in(tx: &Tx<'_>, actor: &Actor, id: SignupId, proof: Proof) -> Result<SignupCase> {
    let case = SignupCase::open(tx, actor, id).await?;
    case.may(SignupVerb::CheckIn)?;
    let seen = proof.seen(tx, &case)?;
    let shift = &case.shift;
    if shift.cancelled_at.is_some() || seen.at < shift.starts_at - EARLY || seen.at >= shift.ends_at {
        return Err(Code::CheckInNotOpen.into());
    }
    let row = attendance::ActiveModel {
        id: Set(AttendanceId::new()),
        community_id: Set(case.signup.community_id),
        signup_id: Set(id),
        shift_id: Set(shift.id),
        volunteer_id: Set(case.signup.volunteer_id),
        checked_in_at: Set(seen.at),
        in_evidence: Set(seen.evidence),
        in_received_at: Set(seen.received_at),
        closed_by_rule: Set(false),
        added_minutes: Set(0),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    row.insert(tx).await?;
    case.go(tx, SignupVerb::CheckIn, seen.step()).await
}

/// Notes that the volunteer has gone, and counts the minutes.
pub async fn check_out(tx: &Tx<'_>, actor: &Actor, id: SignupId, proof: Proof) -> Result<SignupCase> {
    let case = SignupCase::open(tx, actor, id).await?;
    case.may(SignupVerb::CheckOut)?;
    let seen = proof.seen(tx, &case)?;
    let there = of(tx, id).await?;
    if seen.at < there.checked_in_at || seen.at > case.shift.ends_at + GRACE {
        return Err(Code::CheckInNotOpen.into());
    }
    let out = attendance::ActiveModel {
        checked_out_at: Set(Some(seen.at)),
        out_evidence: Set(Some(seen.evidence)),
        out_received_at: Set(seen.received_at),
        ..Default::default()
    };
    end(tx, &case, &there, (there.checked_in_at, seen.at), out).await?;
    case.go(tx, SignupVerb::CheckOut, seen.step()).await
}

/// The attendance of a sign-up.
///
/// # Errors
/// `not_found` when nobody has come.
pub async fn of(conn: &impl ConnectionTrait, id: SignupId) -> Result<attendance::Model> {
    let one = attendance::Entity::find().filter(attendance::Column::SignupId.eq(id)).one(conn).await?;
    one.ok_or_else(|| Code::NotFound.into())
}

/// Ends an attendance and counts its minutes. The volunteer's row is held, so that of two that
/// overlap the second sees what the first has counted.
pub(super) async fn end(
    tx: &Tx<'_>,
    case: &SignupCase,
    there: &attendance::Model,
    span: Span,
    out: attendance::ActiveModel,
) -> Result<()> {
    volunteer::Entity::find_by_id(there.volunteer_id).lock_exclusive().one(tx).await?;
    let counted = match minutes::counts(case.action.kind) {
        true => minutes::fresh(span, (case.shift.starts_at, case.shift.ends_at), &others(tx, there, span).await?),
        false => 0,
    };
    let change = attendance::ActiveModel { minutes: Set(Some(counted)), updated_at: Set(tx.now()), ..out };
    attendance::Entity::update_many().set(change).filter(attendance::Column::Id.eq(there.id)).exec(tx).await?;
    Ok(())
}

/// When else the volunteer was somewhere, within the span.
async fn others(tx: &Tx<'_>, there: &attendance::Model, span: Span) -> Result<Vec<Span>> {
    let rows: Vec<(DateTimeUtc, Option<DateTimeUtc>)> = attendance::Entity::find()
        .select_only()
        .columns([attendance::Column::CheckedInAt, attendance::Column::CheckedOutAt])
        .filter(attendance::Column::VolunteerId.eq(there.volunteer_id))
        .filter(attendance::Column::Id.ne(there.id))
        .filter(attendance::Column::CheckedInAt.lt(span.1))
        .filter(attendance::Column::CheckedOutAt.gt(span.0))
        .filter(attendance::Column::Minutes.gt(0))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows.into_iter().filter_map(|(from, until)| Some((from, until?))).collect())
}

impl Seen {
    fn step(&self) -> SignupStep {
        let data = json!({ "at": self.at, "evidence": self.evidence, "offline": self.received_at.is_some() });
        SignupStep { data, ..SignupStep::default() }
    }
}

impl Proof {
    /// When it shows that somebody was there.
    fn seen(&self, tx: &Tx<'_>, case: &SignupCase) -> Result<Seen> {
        let now = tx.now();
        match self {
            Self::Code(code, offline) => {
                let at = offline.unwrap_or(now);
                if at > now + SKEW || now > case.shift.ends_at + GRACE {
                    return Err(Code::CheckInNotOpen.into());
                }
                if !Codes::of(tx.vault(), case.shift.id).shown_at(code, at) {
                    return Err(Code::CheckInCodeInvalid.into());
                }
                let received_at = offline.map(|_| now);
                Ok(Seen { at: at.min(now), evidence: Evidence::RotatingCode, received_at })
            }
            Self::Place(spot) => {
                let one = &case.action;
                let place = one.lat.zip(one.lng).zip(one.datum).map(|((lat, lng), datum)| Spot { lat, lng, datum });
                let place = place.ok_or_else(|| Code::NoCoordinates.error())?;
                let away = place.metres_to(*spot);
                if away > RADIUS {
                    return Err(Code::TooFar.error().with("metres", RADIUS));
                }
                Ok(Seen { at: now, evidence: Evidence::Place, received_at: None })
            }
            Self::RollCall(at) => {
                let leads = [SignupStanding::Leader, SignupStanding::Staff];
                if !leads.iter().any(|standing| case.standings.contains(standing)) {
                    return Err(Code::Forbidden.into());
                }
                let at = at.unwrap_or(now);
                let seen = Seen { at, evidence: Evidence::RollCall, received_at: None };
                if at > now { Err(Code::CheckInNotOpen.into()) } else { Ok(seen) }
            }
        }
    }
}
