//! Wishes like the one that somebody is about to make: open ones that share terms.

use entity::ids::{CommunityId, WishId};
use entity::wishes::{WishStatus, wish, wish_term};
use sea_orm::prelude::*;
use sea_orm::sea_query::{Alias, Order};
use sea_orm::{ExprTrait, QueryOrder, QuerySelect};

use crate::error::Result;
use crate::kernel::search;

/// Suggestions at most.
const MOST: u64 = 5;

/// A wish that shares fewer terms is no suggestion.
const LEAST_SHARED: i64 = 2;

/// The open and claimed wishes that share most terms with `text`, best first.
pub async fn similar(conn: &impl ConnectionTrait, community: CommunityId, text: &str) -> Result<Vec<wish::Model>> {
    let terms: Vec<String> = search::terms(text).into_iter().filter(|term| term.chars().count() > 1).collect();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let shared = wish_term::Column::Term.count();
    let best: Vec<(WishId, i64)> = wish_term::Entity::find()
        .select_only()
        .column(wish_term::Column::WishId)
        .column_as(shared.clone(), "shared")
        .filter(wish_term::Column::CommunityId.eq(community))
        .filter(wish_term::Column::Term.is_in(terms))
        .group_by(wish_term::Column::WishId)
        .having(shared.gte(LEAST_SHARED))
        .order_by(Expr::col(Alias::new("shared")), Order::Desc)
        .limit(MOST * 4)
        .into_tuple()
        .all(conn)
        .await?;
    let wishes = wish::Entity::find()
        .filter(wish::Column::Id.is_in(best.iter().map(|(id, _)| *id)))
        .filter(wish::Column::Status.is_in([WishStatus::Open, WishStatus::Claimed]))
        .all(conn)
        .await?;
    let rank = |wish: &wish::Model| best.iter().position(|(id, _)| *id == wish.id);
    let mut wishes = wishes;
    wishes.sort_by_key(rank);
    wishes.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    Ok(wishes)
}
