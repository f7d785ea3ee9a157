//! Moves by the clock. Several replicas may look at the same time: each move locks its row and
//! is a compare-and-set, so whoever comes second finds nothing to do.

use chrono::Duration;
use entity::deliberations::{
    DeliberationStatus, DeliberationVerb, ObjectionStatus, deliberation, deliberation_objection,
};
use entity::ids::DeliberationId;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, ExprTrait, QueryOrder, QuerySelect, QueryTrait};
use serde_json::json;

use super::case::{Case, SUBJECT, Step};
use super::{close, open};
use crate::auth::Actor;
use crate::deliberations::signing::Signer;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::kernel::{Kernel, due};

/// A vote that could not open is looked at again after so long.
const AGAIN: Duration = Duration::minutes(1);

/// What time does to a deliberation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    /// Nobody seconded it in time.
    Lapse,
    /// The vote opens.
    Open,
    /// The vote closes.
    Close,
    /// The objection period is over.
    Decide,
    /// The evaluation period is over.
    EndEvaluation,
}

impl Due {
    const ALL: [Self; 5] = [Self::Lapse, Self::Open, Self::Close, Self::Decide, Self::EndEvaluation];

    /// The state in which it may be due, and when it is.
    fn of(self) -> (DeliberationStatus, deliberation::Column) {
        match self {
            Self::Lapse => (DeliberationStatus::Proposed, deliberation::Column::LapsesAt),
            Self::Open => (DeliberationStatus::Scheduled, deliberation::Column::OpensAt),
            Self::Close => (DeliberationStatus::Voting, deliberation::Column::ClosesAt),
            Self::Decide => (DeliberationStatus::Published, deliberation::Column::ObjectionsUntil),
            Self::EndEvaluation => (DeliberationStatus::Evaluating, deliberation::Column::EvaluationUntil),
        }
    }
}

/// Does what is due; returns how many deliberations moved.
pub async fn run(kernel: &Kernel, signer: &Signer) -> Result<usize> {
    let now = kernel.clock.now(&kernel.db).await?;
    let mut moved = 0;
    for due in Due::ALL {
        let waiting = async |skip| waiting(&kernel.db, due, now, skip).await;
        moved += due::each("deliberation", waiting, async |id| advance(kernel, signer, due, id).await).await?;
    }
    Ok(moved)
}

async fn waiting(conn: &impl ConnectionTrait, due: Due, now: DateTimeUtc, skip: u64) -> Result<Vec<DeliberationId>> {
    let (status, at) = due.of();
    let mut rows = deliberation::Entity::find()
        .select_only()
        .column(deliberation::Column::Id)
        .filter(deliberation::Column::Status.eq(status))
        .filter(at.lte(now))
        .order_by_asc(at)
        .offset(skip)
        .limit(due::BATCH);
    if due == Due::Open {
        let untried = Expr::col(deliberation::Column::UpdatedAt).lt(Expr::col(deliberation::Column::OpensAt));
        let rested = deliberation::Column::UpdatedAt.lte(now - AGAIN);
        rows = rows.filter(Condition::any().add(untried).add(rested));
    }
    if due == Due::Decide {
        rows = rows.filter(deliberation::Column::Id.not_in_subquery(objected().into_query()));
    }
    Ok(rows.into_tuple().all(conn).await?)
}

/// Matters with an objection that nobody has decided: these wait for it.
fn objected() -> Select<deliberation_objection::Entity> {
    deliberation_objection::Entity::find()
        .select_only()
        .column(deliberation_objection::Column::DeliberationId)
        .filter(deliberation_objection::Column::Status.eq(ObjectionStatus::Raised))
}

async fn advance(kernel: &Kernel, signer: &Signer, due: Due, id: DeliberationId) -> Result<bool> {
    due::alone(kernel, async |tx: &Tx<'_>| {
        let case = Case::open(tx, &Actor::system(), id).await?;
        if !case.is_due(due, tx.now()) {
            return Ok(false);
        }
        make(tx, signer, due, &case).await
    })
    .await
}

async fn make(tx: &Tx<'_>, signer: &Signer, due: Due, case: &Case) -> Result<bool> {
    let ended = deliberation::ActiveModel { closed_at: Set(Some(tx.now())), ..Default::default() };
    let (verb, change) = match due {
        Due::Open => return try_open(tx, case, ended).await,
        Due::Close => return close::close(tx, signer, case).await.map(|_| true),
        Due::Lapse => (DeliberationVerb::Lapse, ended),
        Due::EndEvaluation => (DeliberationVerb::EndEvaluation, ended),
        Due::Decide => {
            let decided = deliberation::ActiveModel { decided_at: Set(Some(tx.now())), ..Default::default() };
            (DeliberationVerb::Decide, decided)
        }
    };
    case.go(tx, verb, Step { change, reason: None }).await.map(|_| true)
}

/// Opens the vote. While voters would be missing from the roll it waits, and staff are told once;
/// when its time is over without that, it lapses.
async fn try_open(tx: &Tx<'_>, case: &Case, ended: deliberation::ActiveModel) -> Result<bool> {
    let one = &case.deliberation;
    if one.closes_at.is_none_or(|end| end <= tx.now()) {
        let step = Step { change: ended, reason: None };
        return case.go(tx, DeliberationVerb::Lapse, step).await.map(|_| true);
    }
    match tx.attempt(async |tx| open::open(tx, case).await).await? {
        Ok(_) => Ok(true),
        Err(error) if error.code() == Code::RollUnsound => {
            note_unsound(tx, one).await?;
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

async fn note_unsound(tx: &Tx<'_>, one: &deliberation::Model) -> Result<()> {
    let first_time = one.opens_at.is_some_and(|opens_at| one.updated_at < opens_at);
    if first_time {
        let happened = NewEvent::new(one.community_id, Subject::new(SUBJECT, one.id), UNSOUND);
        event::record(tx, happened.with(json!({ "level": one.level })).announced()).await?;
    }
    deliberation::Entity::update_many()
        .col_expr(deliberation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(deliberation::Column::Id.eq(one.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The event of a vote that cannot open.
pub const UNSOUND: &str = "roll_unsound";

impl Case {
    fn is_due(&self, due: Due, now: DateTimeUtc) -> bool {
        let one = &self.deliberation;
        let at = match due {
            Due::Lapse => Some(one.lapses_at),
            Due::Open => one.opens_at,
            Due::Close => one.closes_at,
            Due::Decide => one.objections_until,
            Due::EndEvaluation => one.evaluation_until,
        };
        one.status == due.of().0 && at.is_some_and(|at| at <= now)
    }
}
