//! An emergency is closed: nobody is on duty any more, nobody is called up any more.

use entity::actions::{ActionStatus, SignupStatus, action, signup};
use entity::emergencies::{EmergencyVerb, emergency, emergency_grid};
use entity::ids::EmergencyId;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder};

use super::case::Case;
use crate::actions::service::call_off;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// How it is closed.
#[derive(Clone, Debug)]
pub struct Closing {
    /// What is said at the end.
    pub summary: String,
    /// Whether posts that are still to be filled are called off.
    pub call_off: bool,
}

/// Closes it. Posts that are still to come are called off if that is wanted; whoever is on duty is checked out
/// first, so that nobody's minutes are lost.
///
/// # Errors
/// `duties_unfinished` while somebody is on duty, or posts are to come and are not to be called off.
pub async fn close(
    tx: &Tx<'_>,
    actor: &Actor,
    id: EmergencyId,
    version: i32,
    closing: Closing,
) -> Result<emergency::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    case.may(EmergencyVerb::Close)?;
    let ahead = ahead(tx, id).await?;
    let on_duty = on_duty(tx, id).await?;
    if on_duty > 0 || (!ahead.is_empty() && !closing.call_off) {
        return Err(Code::DutiesUnfinished.error().with("rosters", ahead.len()).with("people", on_duty));
    }
    for roster in ahead {
        call_off::action(tx, actor, roster.id, roster.version, closing.summary.clone()).await?;
    }
    emergency_grid::Entity::update_many()
        .col_expr(emergency_grid::Column::RealOpen, Expr::value(false))
        .filter(emergency_grid::Column::EmergencyId.eq(id))
        .exec(tx)
        .await?;
    let change = emergency::ActiveModel {
        summary: Set(Some(closing.summary.clone())),
        closed_by: Set(Some(actor.account()?)),
        closed_at: Set(Some(tx.now())),
        ..Default::default()
    };
    case.go(tx, EmergencyVerb::Close, change, Some(closing.summary)).await
}

/// Rosters that have not come to their end; what is over is finished by the clock.
async fn ahead(tx: &Tx<'_>, id: EmergencyId) -> Result<Vec<action::Model>> {
    let live = [ActionStatus::Draft, ActionStatus::Published, ActionStatus::Running];
    let ahead = Condition::any().add(action::Column::EndsAt.is_null()).add(action::Column::EndsAt.gt(tx.now()));
    let rows = action::Entity::find()
        .filter(action::Column::EmergencyId.eq(id))
        .filter(action::Column::Status.is_in(live))
        .filter(ahead)
        .order_by_asc(action::Column::Id);
    Ok(rows.all(tx).await?)
}

/// How many are on duty at this moment.
async fn on_duty(tx: &Tx<'_>, id: EmergencyId) -> Result<u64> {
    let rosters = action::Entity::find().filter(action::Column::EmergencyId.eq(id)).all(tx).await?;
    let there = signup::Entity::find()
        .filter(signup::Column::ActionId.is_in(rosters.iter().map(|one| one.id)))
        .filter(signup::Column::Status.eq(SignupStatus::Attending));
    Ok(there.count(tx).await?)
}
