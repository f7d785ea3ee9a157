//! An action or one of its shifts is called off: whoever signed up is let go and told.

use std::collections::HashMap;

use entity::actions::{ActionVerb, SignupStatus, SignupVerb, action, shift, signup};
use entity::ids::{ActionId, ShiftId, ShiftRoleId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{ExprTrait, QueryOrder, QuerySelect};
use serde_json::json;

use super::case::{Case, Step};
use super::signup::happened;
use crate::actions::places::Places;
use crate::actions::{state, store};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event;
use crate::moderation::service::refuse_listed;

/// Calls the whole of it off.
pub async fn action(tx: &Tx<'_>, actor: &Actor, id: ActionId, version: i32, reason: String) -> Result<action::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    refuse_listed(tx, case.action.community_id, &[("/reason", &reason)]).await?;
    whole(tx, &case, reason).await
}

/// The same for a case that is open already.
pub(super) async fn whole(tx: &Tx<'_>, case: &Case, reason: String) -> Result<action::Model> {
    case.may(ActionVerb::Cancel)?;
    for shift in store::shifts(tx, [case.action.id]).await?.into_iter().filter(|shift| shift.cancelled_at.is_none()) {
        // What has taken place already stays as it was.
        if shift.ends_at > tx.now() {
            call_off(tx, &shift).await?;
        }
    }
    let change = action::ActiveModel { closed_at: Set(Some(tx.now())), ..Default::default() };
    case.go(tx, ActionVerb::Cancel, Step { change, reason: Some(reason), ..Step::default() }).await
}

/// Calls one shift off.
///
/// # Errors
/// `shift_cancelled`, `shift_started`, and `last_shift` for the last one that there is.
pub async fn shift(
    tx: &Tx<'_>,
    actor: &Actor,
    (id, shift): (ActionId, ShiftId),
    version: i32,
    reason: String,
) -> Result<action::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    case.may(ActionVerb::CancelShift)?;
    refuse_listed(tx, case.action.community_id, &[("/reason", &reason)]).await?;
    let all = store::shifts(tx, [id]).await?;
    let one = all.iter().find(|one| one.id == shift).ok_or_else(|| Code::NotFound.error())?;
    if one.cancelled_at.is_some() {
        return Err(Code::ShiftCancelled.into());
    }
    if one.starts_at <= tx.now() {
        return Err(Code::ShiftStarted.into());
    }
    let rest: Vec<&shift::Model> = all.iter().filter(|one| one.id != shift && one.cancelled_at.is_none()).collect();
    if rest.is_empty() {
        return Err(Code::LastShift.into());
    }
    call_off(tx, one).await?;
    let change = action::ActiveModel {
        starts_at: Set(rest.iter().map(|shift| shift.starts_at).min()),
        ends_at: Set(rest.iter().map(|shift| shift.ends_at).max()),
        ..Default::default()
    };
    let data = json!({ "shiftId": shift });
    case.go(tx, ActionVerb::CancelShift, Step { change, reason: Some(reason), data }).await
}

/// Lets everybody go who was to come or waited. The action is locked: nobody signs up meanwhile.
async fn call_off(tx: &Tx<'_>, one: &shift::Model) -> Result<()> {
    let cancelled = shift::ActiveModel { cancelled_at: Set(Some(tx.now())), ..Default::default() };
    shift::Entity::update_many().set(cancelled).filter(shift::Column::Id.eq(one.id)).exec(tx).await?;
    let roles = store::locked_roles(tx, one.id, None).await?;
    let row = state::SIGNUP_MOVES.iter().find(|row| row.verb == SignupVerb::CallOff);
    let from = row.map(|row| row.from).unwrap_or_default();
    let live: Vec<signup::Model> = signup::Entity::find()
        .filter(signup::Column::ShiftId.eq(one.id))
        .filter(signup::Column::Status.is_in(from.iter().copied()))
        .order_by_asc(signup::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    signup::Entity::update_many()
        .col_expr(signup::Column::Status, Expr::value(SignupStatus::Cancelled))
        .col_expr(signup::Column::OfferEndsAt, Expr::value(None::<DateTimeUtc>))
        .col_expr(signup::Column::Version, Expr::col(signup::Column::Version).add(1))
        .col_expr(signup::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(signup::Column::ShiftId.eq(one.id))
        .filter(signup::Column::Status.is_in(from.iter().copied()))
        .exec(tx)
        .await?;
    let mut figures: HashMap<ShiftRoleId, Places> = roles.iter().map(|role| (role.id, Places::from(role))).collect();
    let mut events = Vec::new();
    for gone in &live {
        if let Some(places) = figures.get_mut(&gone.shift_role_id) {
            places.moved(gone.status, SignupStatus::Cancelled);
        }
        let event = happened(gone, SignupVerb::CallOff, json!({})).moved(gone.status, SignupStatus::Cancelled);
        events.push(event);
    }
    for role in &roles {
        if let Some(places) = figures.get(&role.id) {
            store::set_places(tx, role.id, *places).await?;
        }
    }
    // One announcement for all: that of the action itself.
    event::record_all(tx, events).await
}
