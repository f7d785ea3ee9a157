//! A place that has become free is offered to whoever waits first, in the transaction that freed
//! it, so that nobody ever waits while a place is free.

use chrono::{DateTime, Duration, Utc};
use entity::actions::{SignupStatus, SignupVerb, action, shift, shift_role, signup};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::signup::{SignupCase, SignupStep, happened};
use crate::actions::places::Places;
use crate::actions::state::{self, SignupStanding};
use crate::actions::store;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event;

/// Offers the free places of a role and writes its figures back. The caller holds the role's lock.
pub async fn fill(
    tx: &Tx<'_>,
    action: &action::Model,
    shift: &shift::Model,
    role: &shift_role::Model,
    mut places: Places,
) -> Result<shift_role::Model> {
    let open = shift.cancelled_at.is_none() && tx.now() < shift.starts_at;
    if open && places.to_offer() > 0 {
        for first in store::first_waiting(tx, role.id, places.to_offer()).await? {
            let to = state::signup_next(&first, SignupVerb::Offer, &[SignupStanding::Clock])?;
            let ends_at = offer_ends_at(action, shift, tx.now());
            let change = signup::ActiveModel { offer_ends_at: Set(Some(ends_at)), ..Default::default() };
            let offered = store::move_signup(tx, &first, to, change).await?;
            let told = happened(&offered, SignupVerb::Offer, json!({ "until": ends_at, "number": first.number }));
            event::record(tx, told.moved(first.status, to)).await?;
            places.moved(first.status, to);
        }
    }
    store::set_places(tx, role.id, places).await?;
    let Places { capacity, taken, waiting, next_number } = places;
    Ok(shift_role::Model { capacity, taken, waiting, next_number, ..role.clone() })
}

/// An offer stands for a while, but not beyond the start.
fn offer_ends_at(action: &action::Model, shift: &shift::Model, now: DateTime<Utc>) -> DateTime<Utc> {
    (now + Duration::minutes(action.offer_minutes.into())).min(shift.starts_at)
}

/// Takes the offered place.
///
/// # Errors
/// `offer_over` when it was not answered in time, however late the clock is.
pub async fn accept(tx: &Tx<'_>, actor: &Actor, id: entity::ids::SignupId, version: i32) -> Result<SignupCase> {
    let case = SignupCase::open(tx, actor, id).await?;
    case.seen(version)?;
    case.may(SignupVerb::Accept)?;
    if case.signup.offer_ends_at.is_none_or(|ends_at| ends_at <= tx.now()) {
        return Err(Code::OfferOver.into());
    }
    let change = signup::ActiveModel { offer_ends_at: Set(None), ..Default::default() };
    case.go(tx, SignupVerb::Accept, SignupStep { change, ..SignupStep::default() }).await
}

/// Leaves the offered place to the next.
pub async fn decline(tx: &Tx<'_>, actor: &Actor, id: entity::ids::SignupId, version: i32) -> Result<SignupCase> {
    let case = SignupCase::open(tx, actor, id).await?;
    case.seen(version)?;
    let change = signup::ActiveModel { offer_ends_at: Set(None), ..Default::default() };
    case.go(tx, SignupVerb::Decline, SignupStep { change, ..SignupStep::default() }).await
}

/// What time does to an offer that nobody has answered: once to the end of the queue, then out of
/// it; whoever still waits at the start waits for nothing.
pub async fn run_out(tx: &Tx<'_>, case: &SignupCase) -> Result<SignupCase> {
    let over = tx.now() >= case.shift.starts_at;
    let again = case.signup.status == SignupStatus::Offered && case.signup.lapses == 0 && !over;
    let verb = if again { SignupVerb::Lapse } else { SignupVerb::Drop };
    let gone = signup::ActiveModel { offer_ends_at: Set(None), ..Default::default() };
    let change = match again {
        true => signup::ActiveModel { number: Set(Some(case.role.next_number)), lapses: Set(1), ..gone },
        false => gone,
    };
    case.go(tx, verb, SignupStep { change, ..SignupStep::default() }).await
}
