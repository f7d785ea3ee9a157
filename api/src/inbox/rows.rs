//! The rows of wishes at a desk, of which the sources are made.

use entity::ids::AccountId;
use entity::wishes::{wish, wish_claim};
use sea_orm::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{Condition, QuerySelect, QueryTrait};

use super::desk::Desk;
use super::source::IN_HAND;

const LIVE_AND_DISPUTED: &str = "wish_claim.ended_at IS NULL AND wish_claim.disputed_at IS NOT NULL";

/// Wishes of the desk's place in these states, but the own ones.
pub fn wishes(desk: &Desk, states: &'static str) -> Select<wish::Entity> {
    let rows = wish::Entity::find()
        .select_only()
        .filter(Expr::cust(states))
        .filter(not_by(wish::Column::AuthorAccountId, desk.account));
    match &desk.led {
        Some(led) => rows.filter(wish::Column::GridId.is_in(led.iter().copied())),
        None => rows.filter(wish::Column::CommunityId.eq(desk.community)),
    }
}

/// Wishes on their way that the one at the desk does not help with.
pub fn in_others_hands(desk: &Desk) -> Select<wish::Entity> {
    wishes(desk, IN_HAND).filter(wish::Column::Id.not_in_subquery(held(desk)))
}

/// That it is nobody's, or somebody else's.
pub fn not_by(column: wish::Column, account: AccountId) -> Condition {
    Condition::any().add(column.is_null()).add(column.ne(account))
}

/// The wishes that the one at the desk helps with.
pub fn held(desk: &Desk) -> SelectStatement {
    let live = wish_claim::Entity::find()
        .select_only()
        .column(wish_claim::Column::WishId)
        .filter(wish_claim::Column::AccountId.eq(desk.account))
        .filter(wish_claim::Column::EndedAt.is_null());
    live.into_query()
}

/// The wishes of the community whose live help is disputed.
pub fn disputed(desk: &Desk) -> SelectStatement {
    let live = wish_claim::Entity::find()
        .select_only()
        .column(wish_claim::Column::WishId)
        .filter(wish_claim::Column::CommunityId.eq(desk.community))
        .filter(Expr::cust(LIVE_AND_DISPUTED));
    live.into_query()
}
