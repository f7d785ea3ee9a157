//! Queries of actions. Locks are taken in one order everywhere: the action, its roles by id,
//! volunteers by id, sign-ups by id.

use entity::actions::{ActionStatus, SignupStatus, action, shift, shift_role, signup};
use entity::ids::{ActionId, ShiftId, ShiftRoleId, SignupId};
use entity::moderation::Screening;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};

use super::places::Places;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// One action, its row locked until the transaction ends; nobody signs up meanwhile.
pub async fn locked(tx: &Tx<'_>, id: ActionId) -> Result<action::Model> {
    let one = action::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    one.ok_or_else(|| Code::NotFound.into())
}

/// One action, held as it is until the transaction ends; others may hold it, too.
pub async fn held(tx: &Tx<'_>, id: ActionId) -> Result<action::Model> {
    let one = action::Entity::find_by_id(id).lock_shared().one(tx).await?;
    one.ok_or_else(|| Code::NotFound.into())
}

/// Which actions everybody sees, as [`super::state::is_shown`] says; posts of an emergency are shown to those who work
/// on it or were called up.
pub fn public() -> Condition {
    Condition::all()
        .add(action::Column::EmergencyId.is_null())
        .add(action::Column::PublishedAt.is_not_null())
        .add(action::Column::Screening.eq(Screening::Passed))
}

/// Moves it if nobody else has: compare-and-set on status and version.
///
/// # Errors
/// `stale` when somebody was faster.
pub async fn move_to(
    tx: &Tx<'_>,
    one: &action::Model,
    to: ActionStatus,
    change: action::ActiveModel,
) -> Result<action::Model> {
    let change =
        action::ActiveModel { status: Set(to), version: Set(one.version + 1), updated_at: Set(tx.now()), ..change };
    let moved = action::Entity::update_many()
        .set(change)
        .filter(action::Column::Id.eq(one.id))
        .filter(action::Column::Status.eq(one.status))
        .filter(action::Column::Version.eq(one.version))
        .exec_with_returning(tx)
        .await?;
    moved.into_iter().next().ok_or_else(|| Code::Stale.into())
}

/// The shifts of these actions, in their order.
pub async fn shifts(
    conn: &impl ConnectionTrait,
    actions: impl IntoIterator<Item = ActionId>,
) -> Result<Vec<shift::Model>> {
    let of_them = shift::Entity::find().filter(shift::Column::ActionId.is_in(actions));
    Ok(of_them.order_by_asc(shift::Column::StartsAt).order_by_asc(shift::Column::Id).all(conn).await?)
}

/// The roles of these actions, in their order.
pub async fn roles(
    conn: &impl ConnectionTrait,
    actions: impl IntoIterator<Item = ActionId>,
) -> Result<Vec<shift_role::Model>> {
    let of_them = shift_role::Entity::find().filter(shift_role::Column::ActionId.is_in(actions));
    Ok(of_them.order_by_asc(shift_role::Column::Sort).order_by_asc(shift_role::Column::Id).all(conn).await?)
}

/// A shift of that action.
///
/// # Errors
/// `not_found`.
pub async fn shift_of(conn: &impl ConnectionTrait, action: ActionId, id: ShiftId) -> Result<shift::Model> {
    let one = shift::Entity::find_by_id(id).filter(shift::Column::ActionId.eq(action)).one(conn).await?;
    one.ok_or_else(|| Code::NotFound.into())
}

/// The roles of a shift, or one of them, locked in one order.
pub async fn locked_roles(tx: &Tx<'_>, shift: ShiftId, only: Option<ShiftRoleId>) -> Result<Vec<shift_role::Model>> {
    let mut roles = shift_role::Entity::find().filter(shift_role::Column::ShiftId.eq(shift));
    if let Some(only) = only {
        roles = roles.filter(shift_role::Column::Id.eq(only));
    }
    Ok(roles.order_by_asc(shift_role::Column::Id).lock_exclusive().all(tx).await?)
}

/// Writes back the figures of a role whose row this transaction holds.
pub async fn set_places(tx: &Tx<'_>, id: ShiftRoleId, places: Places) -> Result<()> {
    let figures = shift_role::ActiveModel {
        capacity: Set(places.capacity),
        taken: Set(places.taken),
        waiting: Set(places.waiting),
        next_number: Set(places.next_number),
        ..Default::default()
    };
    shift_role::Entity::update_many().set(figures).filter(shift_role::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// The first of those who wait for a role, as many as `most`.
pub async fn first_waiting(tx: &Tx<'_>, role: ShiftRoleId, most: i32) -> Result<Vec<signup::Model>> {
    let waiting = signup::Entity::find()
        .filter(signup::Column::ShiftRoleId.eq(role))
        .filter(signup::Column::Status.eq(SignupStatus::Waitlisted))
        .order_by_asc(signup::Column::Number)
        .limit(u64::try_from(most).unwrap_or(0));
    Ok(waiting.all(tx).await?)
}

/// A sign-up, its row locked.
pub async fn locked_signup(tx: &Tx<'_>, id: SignupId) -> Result<signup::Model> {
    let one = signup::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    one.ok_or_else(|| Code::NotFound.into())
}

/// Moves a sign-up if nobody else has: compare-and-set on status and version.
///
/// # Errors
/// `stale` when somebody was faster.
pub async fn move_signup(
    tx: &Tx<'_>,
    one: &signup::Model,
    to: SignupStatus,
    change: signup::ActiveModel,
) -> Result<signup::Model> {
    let change =
        signup::ActiveModel { status: Set(to), version: Set(one.version + 1), updated_at: Set(tx.now()), ..change };
    let moved = signup::Entity::update_many()
        .set(change)
        .filter(signup::Column::Id.eq(one.id))
        .filter(signup::Column::Status.eq(one.status))
        .filter(signup::Column::Version.eq(one.version))
        .exec_with_returning(tx)
        .await?;
    moved.into_iter().next().ok_or_else(|| Code::Stale.into())
}
