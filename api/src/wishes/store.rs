//! Queries of wishes. Every read starts from what the caller may know of.

use std::collections::HashMap;

use entity::community::{team, team_member};
use entity::ids::{AccountId, CommunityId, TeamId, WishId};
use entity::wishes::{WishStatus, wish, wish_category, wish_claim};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, QuerySelect, QueryTrait};

use crate::auth::{Actor, Who};
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// Wishes of the actor's community; all for a platform admin and the clock. What lies outside does not exist.
pub fn visible_to(actor: &Actor) -> Select<wish::Entity> {
    let wishes = wish::Entity::find();
    let everywhere = actor.is_platform_admin() || actor.who == Who::System;
    match (everywhere, actor.community) {
        (true, _) => wishes,
        (false, Some(community)) => wishes.filter(wish::Column::CommunityId.eq(community)),
        (false, None) => wishes.filter(Condition::any().add(wish::Column::Id.is_null())),
    }
}

/// One wish, its row locked until the transaction ends.
///
/// # Errors
/// `not_found` for what is not visible to the actor.
pub async fn locked(tx: &Tx<'_>, actor: &Actor, id: WishId) -> Result<wish::Model> {
    let wish = visible_to(actor).filter(wish::Column::Id.eq(id)).lock_exclusive().one(tx).await?;
    wish.ok_or_else(|| Code::NotFound.into())
}

/// Moves the wish if nobody else has: compare-and-set on status and version.
///
/// # Errors
/// `stale` when somebody was faster.
pub async fn move_to(
    tx: &Tx<'_>,
    wish: &wish::Model,
    to: WishStatus,
    change: wish::ActiveModel,
) -> Result<wish::Model> {
    let change =
        wish::ActiveModel { status: Set(to), version: Set(wish.version + 1), updated_at: Set(tx.now()), ..change };
    let moved = wish::Entity::update_many()
        .set(change)
        .filter(wish::Column::Id.eq(wish.id))
        .filter(wish::Column::Status.eq(wish.status))
        .filter(wish::Column::Version.eq(wish.version))
        .exec_with_returning(tx)
        .await?;
    moved.into_iter().next().ok_or_else(|| Code::Stale.into())
}

/// The live claim of a wish.
pub async fn live_claim(conn: &impl ConnectionTrait, wish: WishId) -> Result<Option<wish_claim::Model>> {
    let live = wish_claim::Entity::find()
        .filter(wish_claim::Column::WishId.eq(wish))
        .filter(wish_claim::Column::EndedAt.is_null());
    Ok(live.one(conn).await?)
}

/// The live claims of these wishes.
pub async fn live_claims(
    conn: &impl ConnectionTrait,
    wishes: impl Iterator<Item = WishId>,
) -> Result<HashMap<WishId, wish_claim::Model>> {
    let live = wish_claim::Entity::find()
        .filter(wish_claim::Column::WishId.is_in(wishes))
        .filter(wish_claim::Column::EndedAt.is_null());
    Ok(live.all(conn).await?.into_iter().map(|claim| (claim.wish_id, claim)).collect())
}

/// The teams that this person leads or belongs to.
pub async fn teams_of(conn: &impl ConnectionTrait, community: CommunityId, account: AccountId) -> Result<Vec<TeamId>> {
    let member_of = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::TeamId)
        .filter(team_member::Column::AccountId.eq(account));
    let mine = Condition::any()
        .add(team::Column::LeaderAccountId.eq(account))
        .add(team::Column::Id.in_subquery(member_of.into_query()));
    let teams = team::Entity::find()
        .select_only()
        .column(team::Column::Id)
        .filter(team::Column::CommunityId.eq(community))
        .filter(mine);
    Ok(teams.into_tuple().all(conn).await?)
}

/// A category of the community by its code.
///
/// # Errors
/// `unknown_reference` at `/category` when there is none that new wishes may use.
pub async fn category(conn: &impl ConnectionTrait, community: CommunityId, code: &str) -> Result<wish_category::Model> {
    let category = wish_category::Entity::find()
        .filter(wish_category::Column::CommunityId.eq(community))
        .filter(wish_category::Column::Code.eq(code))
        .filter(wish_category::Column::Active.eq(true))
        .one(conn)
        .await?;
    category.ok_or_else(|| Code::Invalid.error().at("/category", Code::UnknownReference))
}
