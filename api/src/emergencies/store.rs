//! Queries of emergencies. Locks are taken in one order everywhere: the emergency, then what
//! [`crate::actions`] locks; of volunteers the row.

use std::collections::HashMap;

use entity::emergencies::{CallUpReply, EmergencyStatus, call_up_answer, emergency, emergency_grid};
use entity::ids::{AccountId, EmergencyId, GridId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// One emergency, its row locked until the transaction ends.
pub async fn locked(tx: &Tx<'_>, id: EmergencyId) -> Result<emergency::Model> {
    let one = emergency::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    one.ok_or_else(|| Code::NotFound.into())
}

/// One emergency, held open until the transaction ends; others may hold it, too.
pub async fn held(tx: &Tx<'_>, id: EmergencyId) -> Result<emergency::Model> {
    let one = emergency::Entity::find_by_id(id).lock_shared().one(tx).await?;
    one.ok_or_else(|| Code::NotFound.into())
}

/// The grids of these emergencies.
pub async fn grids(
    conn: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = EmergencyId>,
) -> Result<HashMap<EmergencyId, Vec<GridId>>> {
    let rows = emergency_grid::Entity::find()
        .filter(emergency_grid::Column::EmergencyId.is_in(ids))
        .order_by_asc(emergency_grid::Column::GridId);
    let mut grids: HashMap<EmergencyId, Vec<GridId>> = HashMap::new();
    for row in rows.all(conn).await? {
        grids.entry(row.emergency_id).or_default().push(row.grid_id);
    }
    Ok(grids)
}

/// What somebody who was called up has answered so far.
pub async fn answer_of(
    conn: &impl ConnectionTrait,
    id: EmergencyId,
    account: AccountId,
) -> Result<Option<call_up_answer::Model>> {
    let own = call_up_answer::Entity::find()
        .filter(call_up_answer::Column::EmergencyId.eq(id))
        .filter(call_up_answer::Column::AccountId.eq(account));
    Ok(own.one(conn).await?)
}

/// How many gave which answer, for these grids.
pub async fn replies(
    conn: &impl ConnectionTrait,
    id: EmergencyId,
    grids: &[GridId],
) -> Result<Vec<(GridId, CallUpReply, i64)>> {
    let counted = call_up_answer::Entity::find()
        .select_only()
        .columns([call_up_answer::Column::GridId, call_up_answer::Column::Reply])
        .column_as(call_up_answer::Column::Id.count(), "n")
        .filter(call_up_answer::Column::EmergencyId.eq(id))
        .filter(call_up_answer::Column::GridId.is_in(grids.iter().copied()))
        .group_by(call_up_answer::Column::GridId)
        .group_by(call_up_answer::Column::Reply);
    Ok(counted.into_tuple().all(conn).await?)
}

/// Moves it if nobody else has: compare-and-set on status and version.
///
/// # Errors
/// `stale` when somebody was faster.
pub async fn move_to(
    tx: &Tx<'_>,
    one: &emergency::Model,
    to: EmergencyStatus,
    change: emergency::ActiveModel,
) -> Result<emergency::Model> {
    let change =
        emergency::ActiveModel { status: Set(to), version: Set(one.version + 1), updated_at: Set(tx.now()), ..change };
    let moved = emergency::Entity::update_many()
        .set(change)
        .filter(emergency::Column::Id.eq(one.id))
        .filter(emergency::Column::Status.eq(one.status))
        .filter(emergency::Column::Version.eq(one.version))
        .exec_with_returning(tx)
        .await?;
    moved.into_iter().next().ok_or_else(|| Code::Stale.into())
}
