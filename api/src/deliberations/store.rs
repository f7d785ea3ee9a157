//! Queries of deliberations. Every read starts from what the caller may know of.

use entity::community::{building, team, team_member};
use entity::deliberations::{DeliberationStatus, ballot_proxy, deliberation, deliberation_second, roll_voter};
use entity::ids::{AccountId, CommunityId, DeliberationId, GridId};
use entity::moderation::Screening;
use entity::wishes::Level;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, QuerySelect, QueryTrait};

use super::state;
use crate::auth::{Actor, Who};
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// Deliberations of the actor's community, and those in which the actor may vote, for itself or
/// by a written proxy: an owner may live elsewhere, and so may the agent. All for a platform
/// admin and the clock.
pub fn visible_to(actor: &Actor) -> Select<deliberation::Entity> {
    let all = deliberation::Entity::find();
    if actor.is_platform_admin() || actor.who == Who::System {
        return all;
    }
    let mut visible = Condition::any();
    if let Some(community) = actor.community {
        visible = visible.add(deliberation::Column::CommunityId.eq(community));
    }
    if let Some(account) = actor.account_id() {
        let voted_by = roll_voter::Entity::find()
            .select_only()
            .column(roll_voter::Column::DeliberationId)
            .filter(roll_voter::Column::AccountId.eq(account));
        let entrusted_to = ballot_proxy::Entity::find()
            .select_only()
            .column(ballot_proxy::Column::DeliberationId)
            .filter(ballot_proxy::Column::AgentAccountId.eq(account));
        visible = visible
            .add(deliberation::Column::Id.in_subquery(voted_by.into_query()))
            .add(deliberation::Column::Id.in_subquery(entrusted_to.into_query()));
    }
    if visible.is_empty() {
        return all.filter(deliberation::Column::Id.is_null());
    }
    all.filter(visible).filter(screened_for(actor))
}

/// What content safety holds, its author alone sees, and staff. What was accepted somebody has read: a vote
/// never vanishes from its voters.
fn screened_for(actor: &Actor) -> Condition {
    let mut seen = Condition::any()
        .add(deliberation::Column::Screening.eq(Screening::Passed))
        .add(deliberation::Column::Status.is_not_in(state::UNREAD.iter().copied()))
        .add(deliberation::Column::ProposerAccountId.eq(actor.account_id()));
    if let Some(community) = actor.community.filter(|community| actor.is_staff_of(*community)) {
        seen = seen.add(deliberation::Column::CommunityId.eq(community));
    }
    seen
}

/// One deliberation, its row locked until the transaction ends.
///
/// # Errors
/// `not_found` for what is not visible to the actor.
pub async fn locked(tx: &Tx<'_>, actor: &Actor, id: DeliberationId) -> Result<deliberation::Model> {
    let one = visible_to(actor).filter(deliberation::Column::Id.eq(id)).lock_exclusive().one(tx).await?;
    one.ok_or_else(|| Code::NotFound.into())
}

/// Moves it if nobody else has: compare-and-set on status and version.
///
/// # Errors
/// `stale` when somebody was faster.
pub async fn move_to(
    tx: &Tx<'_>,
    one: &deliberation::Model,
    to: DeliberationStatus,
    change: deliberation::ActiveModel,
) -> Result<deliberation::Model> {
    let change = deliberation::ActiveModel {
        status: Set(to),
        version: Set(one.version + 1),
        updated_at: Set(tx.now()),
        ..change
    };
    let moved = deliberation::Entity::update_many()
        .set(change)
        .filter(deliberation::Column::Id.eq(one.id))
        .filter(deliberation::Column::Status.eq(one.status))
        .filter(deliberation::Column::Version.eq(one.version))
        .exec_with_returning(tx)
        .await?;
    moved.into_iter().next().ok_or_else(|| Code::Stale.into())
}

/// The teams that this person leads or belongs to.
pub async fn teams_of(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    account: AccountId,
) -> Result<Vec<team::Model>> {
    let member_of = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::TeamId)
        .filter(team_member::Column::AccountId.eq(account));
    let mine = Condition::any()
        .add(team::Column::LeaderAccountId.eq(account))
        .add(team::Column::Id.in_subquery(member_of.into_query()));
    Ok(team::Entity::find().filter(team::Column::CommunityId.eq(community)).filter(mine).all(conn).await?)
}

/// The grids of its building or compound; a matter of the community lies in none.
pub async fn grids_of(conn: &impl ConnectionTrait, one: &deliberation::Model) -> Result<Vec<GridId>> {
    let buildings = building::Entity::find().select_only().column(building::Column::GridId).distinct();
    let buildings = match (one.level, one.building_id, one.compound_id) {
        (Level::Building, Some(building), _) => buildings.filter(building::Column::Id.eq(building)),
        (Level::Compound, _, Some(compound)) => buildings.filter(building::Column::CompoundId.eq(compound)),
        _ => return Ok(Vec::new()),
    };
    Ok(buildings.into_tuple().all(conn).await?)
}

/// How many second it.
pub async fn seconds(conn: &impl ConnectionTrait, id: DeliberationId) -> Result<i32> {
    let seconds = deliberation_second::Entity::find().filter(deliberation_second::Column::DeliberationId.eq(id));
    Ok(i32::try_from(seconds.count(conn).await?).unwrap_or(i32::MAX))
}

/// Sets the cached count to what the rows say; nobody's version grows stale by it.
pub async fn set_seconds(tx: &Tx<'_>, id: DeliberationId, count: i32) -> Result<()> {
    deliberation::Entity::update_many()
        .col_expr(deliberation::Column::SecondCount, Expr::value(count))
        .filter(deliberation::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether this account seconds it.
pub async fn is_seconded_by(conn: &impl ConnectionTrait, id: DeliberationId, account: AccountId) -> Result<bool> {
    Ok(deliberation_second::Entity::find_by_id((id, account)).one(conn).await?.is_some())
}

/// Whether this account votes for somebody on the frozen roll, by itself or by a written proxy.
pub async fn is_on_roll(conn: &impl ConnectionTrait, id: DeliberationId, account: AccountId) -> Result<bool> {
    let seats = roll_voter::Entity::find()
        .filter(roll_voter::Column::DeliberationId.eq(id))
        .filter(roll_voter::Column::AccountId.eq(account));
    if seats.limit(1).one(conn).await?.is_some() {
        return Ok(true);
    }
    let proxies = ballot_proxy::Entity::find()
        .filter(ballot_proxy::Column::DeliberationId.eq(id))
        .filter(ballot_proxy::Column::AgentAccountId.eq(account));
    Ok(proxies.limit(1).one(conn).await?.is_some())
}
