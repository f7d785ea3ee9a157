//! More places, or fewer; never fewer than are taken.

use entity::actions::{ActionVerb, action};
use entity::ids::{ActionId, ShiftRoleId};
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{Case, Step};
use super::offer;
use crate::actions::places::Places;
use crate::actions::store;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// Sets the places of a role; what becomes free is offered to those who wait.
///
/// # Errors
/// `capacity_below_taken`, `shift_cancelled`.
pub async fn change(
    tx: &Tx<'_>,
    actor: &Actor,
    (id, role): (ActionId, ShiftRoleId),
    version: i32,
    capacity: i32,
) -> Result<action::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    case.may(ActionVerb::ChangeCapacity)?;
    if !(1..=1_000).contains(&capacity) {
        return Err(Code::Invalid.error().at("/capacity", Code::InvalidValue));
    }
    let found = entity::actions::shift_role::Entity::find_by_id(role).one(tx).await?;
    let found = found.filter(|role| role.action_id == id).ok_or_else(|| Code::NotFound.error())?;
    let shift = store::shift_of(tx, id, found.shift_id).await?;
    let role = store::locked_roles(tx, shift.id, Some(role)).await?.pop().ok_or_else(|| Code::NotFound.error())?;
    if shift.cancelled_at.is_some() {
        return Err(Code::ShiftCancelled.into());
    }
    if capacity < role.taken {
        return Err(Code::CapacityBelowTaken.error().with("taken", role.taken));
    }
    offer::fill(tx, &case.action, &shift, &role, Places { capacity, ..Places::from(&role) }).await?;
    let data = json!({ "roleId": role.id, "before": role.capacity, "after": capacity });
    case.go(tx, ActionVerb::ChangeCapacity, Step { data, ..Step::default() }).await
}
