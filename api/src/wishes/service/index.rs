//! The search index: which terms lead to which public wish.

use entity::ids::WishId;
use entity::wishes::{wish, wish_term};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::error::Result;
use crate::kernel::db::Tx;
use crate::kernel::search;

/// Makes a wish findable.
pub async fn add(tx: &Tx<'_>, wish: &wish::Model) -> Result<()> {
    let terms = search::terms(&format!("{}\n{}", wish.title, wish.body));
    let rows = terms.into_iter().map(|term| wish_term::ActiveModel {
        community_id: Set(wish.community_id),
        term: Set(term),
        wish_id: Set(wish.id),
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    let known =
        OnConflict::columns([wish_term::Column::CommunityId, wish_term::Column::Term, wish_term::Column::WishId])
            .do_nothing()
            .to_owned();
    wish_term::Entity::insert_many(rows).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

/// Makes a wish that is no longer public unfindable.
pub async fn remove(tx: &Tx<'_>, wish: WishId) -> Result<()> {
    wish_term::Entity::delete_many().filter(wish_term::Column::WishId.eq(wish)).exec(tx).await?;
    Ok(())
}
