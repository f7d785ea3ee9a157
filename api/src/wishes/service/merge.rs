//! Duplicates: supporters and photos move to the wish that stays, and back when the
//! merge is undone.

use std::collections::HashSet;

use entity::ids::{AccountId, MediaId, WishId, WishMergeId, WishSupportId};
use entity::wishes::{WishStatus, WishVerb, wish, wish_media, wish_merge, wish_support};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::case::{Case, Step};
use super::{index, support};
use crate::auth::Actor;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::Tx;

/// What was moved, so that it can be moved back.
#[derive(Default, Serialize, Deserialize)]
struct Moved {
    supports: Vec<WishSupportId>,
    photos: Vec<MediaId>,
    /// The duplicate's author, who supports the wish that stays from now on.
    author: Option<AccountId>,
}

/// Merges the duplicate `id` into `into`.
pub async fn merge(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, into: WishId) -> Result<wish::Model> {
    // Two merges of the same pair in opposite directions lock in the same order.
    let (first, second) = if id < into { (id, into) } else { (into, id) };
    Case::open(tx, actor, first).await?;
    Case::open(tx, actor, second).await?;
    let (from, stays) = (Case::open(tx, actor, id).await?, Case::open(tx, actor, into).await?);
    from.seen(version)?;
    let fits = stays.wish.community_id == from.wish.community_id
        && matches!(stays.wish.status, WishStatus::Open | WishStatus::Claimed);
    if id == into || !fits {
        return Err(Code::NotMergeable.into());
    }
    let change =
        wish::ActiveModel { merged_into: Set(Some(into)), closed_at: Set(Some(tx.now())), ..Default::default() };
    let merged = from.go(tx, WishVerb::Merge, Step::set(change).with(json!({ "into": into }))).await?;
    let moved = move_over(tx, &from.wish, &stays.wish).await?;
    let row = wish_merge::ActiveModel {
        id: Set(WishMergeId::new()),
        community_id: Set(merged.community_id),
        from_wish_id: Set(id),
        into_wish_id: Set(into),
        from_status: Set(from.wish.status),
        moved: Set(json!(moved)),
        by_account_id: Set(actor.account()?),
        created_at: Set(tx.now()),
        undone_at: Set(None),
    };
    wish_merge::Entity::insert(row).exec_without_returning(tx).await.or_conflict(Code::NotMergeable)?;
    index::remove(tx, id).await?;
    support::recount(tx, id).await?;
    support::recount(tx, into).await?;
    Ok(merged)
}

/// Undoes the merge: the duplicate is open again and has back what was its own.
pub async fn unmerge(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let live = wish_merge::Entity::find()
        .filter(wish_merge::Column::FromWishId.eq(id))
        .filter(wish_merge::Column::UndoneAt.is_null());
    let merge = live.one(tx).await?.ok_or_else(|| Code::IllegalTransition.error())?;
    let change = wish::ActiveModel { merged_into: Set(None), closed_at: Set(None), ..Default::default() };
    let wish = case.go(tx, WishVerb::Unmerge, Step::set(change).with(json!({ "from": merge.into_wish_id }))).await?;
    let moved: Moved =
        serde_json::from_value(merge.moved.clone()).map_err(|error| Code::Internal.error().cause(error))?;
    move_back(tx, &merge, moved).await?;
    let undone = wish_merge::ActiveModel { undone_at: Set(Some(tx.now())), ..Default::default() };
    wish_merge::Entity::update_many().set(undone).filter(wish_merge::Column::Id.eq(merge.id)).exec(tx).await?;
    index::add(tx, &wish).await?;
    support::recount(tx, id).await?;
    support::recount(tx, merge.into_wish_id).await?;
    Ok(wish)
}

async fn move_over(tx: &Tx<'_>, from: &wish::Model, stays: &wish::Model) -> Result<Moved> {
    let theirs = wish_support::Entity::find().filter(wish_support::Column::WishId.eq(from.id)).all(tx).await?;
    let there: HashSet<AccountId> =
        supporters(tx, stays.id).await?.into_iter().chain(stays.author_account_id).collect();
    let move_on = theirs.iter().filter(|support| !there.contains(&support.account_id));
    let supports: Vec<WishSupportId> = move_on.map(|support| support.id).collect();
    wish_support::Entity::update_many()
        .col_expr(wish_support::Column::WishId, Expr::value(stays.id))
        .col_expr(wish_support::Column::MovedFrom, Expr::value(from.id))
        .filter(wish_support::Column::Id.is_in(supports.iter().copied()))
        .exec(tx)
        .await?;
    let author = from.author_account_id.filter(|author| !there.contains(author));
    if let Some(author) = author {
        let row = wish_support::ActiveModel {
            id: Set(WishSupportId::new()),
            wish_id: Set(stays.id),
            account_id: Set(author),
            created_at: Set(tx.now()),
            moved_from: Set(Some(from.id)),
        };
        wish_support::Entity::insert(row).exec_without_returning(tx).await?;
    }
    let photos = wish_media::Entity::find()
        .select_only()
        .column(wish_media::Column::MediaId)
        .filter(wish_media::Column::WishId.eq(from.id))
        .into_tuple::<MediaId>()
        .all(tx)
        .await?;
    move_photos(tx, &photos, from.id, stays.id).await?;
    Ok(Moved { supports, photos, author })
}

async fn move_back(tx: &Tx<'_>, merge: &wish_merge::Model, moved: Moved) -> Result<()> {
    wish_support::Entity::update_many()
        .col_expr(wish_support::Column::WishId, Expr::value(merge.from_wish_id))
        .col_expr(wish_support::Column::MovedFrom, Expr::value(Option::<Uuid>::None))
        .filter(wish_support::Column::Id.is_in(moved.supports))
        .filter(wish_support::Column::WishId.eq(merge.into_wish_id))
        .exec(tx)
        .await?;
    if let Some(author) = moved.author {
        wish_support::Entity::delete_many()
            .filter(wish_support::Column::WishId.eq(merge.into_wish_id))
            .filter(wish_support::Column::AccountId.eq(author))
            .filter(wish_support::Column::MovedFrom.eq(merge.from_wish_id))
            .exec(tx)
            .await?;
    }
    move_photos(tx, &moved.photos, merge.into_wish_id, merge.from_wish_id).await
}

async fn move_photos(tx: &Tx<'_>, photos: &[MediaId], from: WishId, to: WishId) -> Result<()> {
    wish_media::Entity::update_many()
        .col_expr(wish_media::Column::WishId, Expr::value(to))
        .filter(wish_media::Column::WishId.eq(from))
        .filter(wish_media::Column::MediaId.is_in(photos.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}

async fn supporters(tx: &Tx<'_>, wish: WishId) -> Result<Vec<AccountId>> {
    let supporters = wish_support::Entity::find()
        .select_only()
        .column(wish_support::Column::AccountId)
        .filter(wish_support::Column::WishId.eq(wish));
    Ok(supporters.into_tuple().all(tx).await?)
}
