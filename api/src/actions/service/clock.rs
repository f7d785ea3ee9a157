//! Moves by the clock. Several replicas may look at the same time: each move takes its locks and is
//! a compare-and-set, so whoever comes second finds nothing to do.

use entity::actions::{
    ActionStatus, ActionVerb, Evidence, SignupStatus, SignupVerb, action, attendance, shift, signup,
};
use entity::ids::{ActionId, ShiftId, SignupId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{JoinType, QueryOrder, QuerySelect};

use super::attend::{self, GRACE};
use super::case::{Case, Step};
use super::offer;
use super::signup::{SignupCase, SignupStep};
use crate::actions::store;
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::kernel::{Kernel, due};

/// Does what is due; returns how much has moved.
pub async fn run(kernel: &Kernel) -> Result<usize> {
    let now = kernel.clock.now(&kernel.db).await?;
    let db = &kernel.db;
    let offers = async |skip| offers(db, now, skip).await;
    let mut moved = due::each("offer", offers, async |id| run_out(kernel, id).await).await?;
    let waiting = async |skip| waiting(db, now, skip).await;
    moved += due::each("waiting sign-up", waiting, async |id| run_out(kernel, id).await).await?;
    let over = async |skip| over(db, now, skip).await;
    moved += due::each("shift", over, async |id| settle(kernel, id).await).await?;
    for (status, column, verb) in [
        (ActionStatus::Published, action::Column::StartsAt, ActionVerb::Begin),
        (ActionStatus::Running, action::Column::EndsAt, ActionVerb::Finish),
    ] {
        let by = if verb == ActionVerb::Finish { now - GRACE } else { now };
        let due = async |skip| actions(db, status, (column, by), skip).await;
        moved += due::each("action", due, async |id| advance(kernel, verb, id).await).await?;
    }
    Ok(moved)
}

/// Offers that nobody has answered in time.
async fn offers(conn: &impl ConnectionTrait, now: DateTimeUtc, skip: u64) -> Result<Vec<SignupId>> {
    let rows = signup::Entity::find()
        .select_only()
        .column(signup::Column::Id)
        .filter(signup::Column::Status.eq(SignupStatus::Offered))
        .filter(signup::Column::OfferEndsAt.lte(now))
        .order_by_asc(signup::Column::OfferEndsAt)
        .offset(skip)
        .limit(due::BATCH);
    Ok(rows.into_tuple().all(conn).await?)
}

/// Those who still wait for a place in a shift that has begun.
async fn waiting(conn: &impl ConnectionTrait, now: DateTimeUtc, skip: u64) -> Result<Vec<SignupId>> {
    let to_shift: RelationDef =
        signup::Entity::belongs_to(shift::Entity).from(signup::Column::ShiftId).to(shift::Column::Id).into();
    let rows = signup::Entity::find()
        .select_only()
        .column(signup::Column::Id)
        .join(JoinType::InnerJoin, to_shift)
        .filter(signup::Column::Status.eq(SignupStatus::Waitlisted))
        .filter(shift::Column::StartsAt.lte(now))
        .order_by_asc(signup::Column::Id)
        .offset(skip)
        .limit(due::BATCH);
    Ok(rows.into_tuple().all(conn).await?)
}

/// Shifts whose end lies so far back that nothing more arrives.
async fn over(conn: &impl ConnectionTrait, now: DateTimeUtc, skip: u64) -> Result<Vec<ShiftId>> {
    let rows = shift::Entity::find()
        .select_only()
        .column(shift::Column::Id)
        .filter(shift::Column::SettledAt.is_null())
        .filter(shift::Column::CancelledAt.is_null())
        .filter(shift::Column::EndsAt.lte(now - GRACE))
        .order_by_asc(shift::Column::EndsAt)
        .offset(skip)
        .limit(due::BATCH);
    Ok(rows.into_tuple().all(conn).await?)
}

async fn actions(
    conn: &impl ConnectionTrait,
    status: ActionStatus,
    (column, by): (action::Column, DateTimeUtc),
    skip: u64,
) -> Result<Vec<ActionId>> {
    let rows = action::Entity::find()
        .select_only()
        .column(action::Column::Id)
        .filter(action::Column::Status.eq(status))
        .filter(column.lte(by))
        .order_by_asc(column)
        .offset(skip)
        .limit(due::BATCH);
    Ok(rows.into_tuple().all(conn).await?)
}

async fn run_out(kernel: &Kernel, id: SignupId) -> Result<bool> {
    due::alone(kernel, async |tx: &Tx<'_>| {
        let case = SignupCase::open(tx, &Actor::system(), id).await?;
        let due = match case.signup.status {
            SignupStatus::Offered => case.signup.offer_ends_at.is_some_and(|ends_at| ends_at <= tx.now()),
            SignupStatus::Waitlisted => case.shift.starts_at <= tx.now(),
            _ => false,
        };
        if due { offer::run_out(tx, &case).await.map(|_| true) } else { Ok(false) }
    })
    .await
}

/// Closes what was left open: whoever forgot to check out did so at the end, whoever did not come
/// has not come.
async fn settle(kernel: &Kernel, id: ShiftId) -> Result<bool> {
    due::alone(kernel, async |tx: &Tx<'_>| {
        let Some(one) = shift::Entity::find_by_id(id).one(tx).await? else { return Ok(false) };
        let action = store::held(tx, one.action_id).await?;
        if action.published_at.is_some() {
            store::locked_roles(tx, id, None).await?;
            let open = signup::Entity::find()
                .filter(signup::Column::ShiftId.eq(id))
                .filter(signup::Column::Status.is_in([SignupStatus::Attending, SignupStatus::Confirmed]))
                .order_by_asc(signup::Column::Id);
            for signup in open.all(tx).await? {
                let case = SignupCase::open(tx, &Actor::system(), signup.id).await?;
                close(tx, &case).await?;
            }
        }
        let settled = shift::ActiveModel { settled_at: Set(Some(tx.now())), ..Default::default() };
        let first = shift::Entity::update_many()
            .set(settled)
            .filter(shift::Column::Id.eq(id))
            .filter(shift::Column::SettledAt.is_null())
            .exec(tx)
            .await?;
        Ok(first.rows_affected > 0)
    })
    .await
}

async fn close(tx: &Tx<'_>, case: &SignupCase) -> Result<()> {
    let verb = match case.signup.status {
        SignupStatus::Confirmed => SignupVerb::MarkNoShow,
        SignupStatus::Attending => {
            let there = attend::of(tx, case.signup.id).await?;
            let until = case.shift.ends_at.max(there.checked_in_at);
            let out = attendance::ActiveModel {
                checked_out_at: Set(Some(until)),
                out_evidence: Set(None::<Evidence>),
                closed_by_rule: Set(true),
                ..Default::default()
            };
            attend::end(tx, case, &there, (there.checked_in_at, until), out).await?;
            SignupVerb::Close
        }
        _ => return Ok(()),
    };
    case.go(tx, verb, SignupStep::default()).await.map(drop)
}

async fn advance(kernel: &Kernel, verb: ActionVerb, id: ActionId) -> Result<bool> {
    due::alone(kernel, async |tx: &Tx<'_>| {
        let case = Case::open(tx, &Actor::system(), id).await?;
        let one = &case.action;
        let at = if verb == ActionVerb::Begin { one.starts_at } else { one.ends_at.map(|end| end + GRACE) };
        if at.is_none_or(|at| at > tx.now()) {
            return Ok(false);
        }
        let ended = (verb == ActionVerb::Finish).then(|| tx.now());
        let change = action::ActiveModel { closed_at: Set(ended), ..Default::default() };
        case.go(tx, verb, Step { change, ..Step::default() }).await.map(|_| true)
    })
    .await
}
