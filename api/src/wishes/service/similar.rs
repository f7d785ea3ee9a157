//! Wishes like the one that somebody is about to make: open ones that share terms.

use entity::ids::{CommunityId, WishId};
use entity::moderation::Screening;
use entity::wishes::{WishStatus, wish, wish_term};
use sea_orm::prelude::*;
use sea_orm::sea_query::{Alias, Order};
use sea_orm::{ExprTrait, JoinType, QueryOrder, QuerySelect};

use crate::error::Result;
use crate::kernel::search;

/// Suggestions at most.
const MOST: u64 = 5;

/// A wish that shares fewer terms is no suggestion.
const LEAST_SHARED: i64 = 2;

/// The open and claimed wishes that share most terms with `text`, best first; of equals the newest.
pub async fn similar(conn: &impl ConnectionTrait, community: CommunityId, text: &str) -> Result<Vec<wish::Model>> {
    let terms: Vec<String> = search::terms(text).into_iter().filter(|term| term.chars().count() > 1).collect();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let shared = wish_term::Column::Term.count();
    // The few that are alive, not all that ever shared the terms: those would drown them, and cost more each year.
    let alive = wish_term::Entity::belongs_to(wish::Entity).from(wish_term::Column::WishId).to(wish::Column::Id);
    let best: Vec<(WishId, i64)> = wish_term::Entity::find()
        .select_only()
        .column(wish_term::Column::WishId)
        .column_as(shared.clone(), "shared")
        .join(JoinType::InnerJoin, alive.into())
        .filter(wish::Column::CommunityId.eq(community))
        .filter(wish::Column::Status.is_in([WishStatus::Open, WishStatus::Claimed]))
        .filter(wish::Column::Screening.eq(Screening::Passed))
        .filter(wish_term::Column::CommunityId.eq(community))
        .filter(wish_term::Column::Term.is_in(terms))
        .group_by(wish_term::Column::WishId)
        .having(shared.gte(LEAST_SHARED))
        .order_by(Expr::col(Alias::new("shared")), Order::Desc)
        .order_by_desc(wish_term::Column::WishId)
        .limit(MOST)
        .into_tuple()
        .all(conn)
        .await?;
    let ids = best.iter().map(|(id, _)| *id);
    let mut wishes = wish::Entity::find().filter(wish::Column::Id.is_in(ids)).all(conn).await?;
    let rank = |wish: &wish::Model| best.iter().position(|(id, _)| *id == wish.id);
    wishes.sort_by_key(rank);
    Ok(wishes)
}
