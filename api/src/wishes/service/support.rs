//! "Me too": once a person, by a unique key; never for the own wish.

use entity::ids::{WishId, WishSupportId};
use entity::wishes::{WishVerb, wish, wish_support};
use sea_orm::ActiveValue::Set;
use sea_orm::ExprTrait;
use sea_orm::prelude::*;

use super::case::{Case, SUBJECT, cache_tag};
use crate::auth::Actor;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::wishes::{state, store};

/// Supports a wish. Supporting changes nothing that others could overwrite, so it needs no version.
pub async fn support(tx: &Tx<'_>, actor: &Actor, id: WishId) -> Result<wish::Model> {
    let account = actor.account()?;
    let case = Case::open(tx, actor, id).await?;
    state::next(&case.wish, WishVerb::Support, &case.standings, tx.now())?;
    let row = wish_support::ActiveModel {
        id: Set(WishSupportId::new()),
        wish_id: Set(id),
        account_id: Set(account),
        created_at: Set(tx.now()),
        moved_from: Set(None),
    };
    wish_support::Entity::insert(row).exec_without_returning(tx).await.or_conflict(Code::AlreadySupported)?;
    let happened = NewEvent::new(case.wish.community_id, Subject::new(SUBJECT, id), WishVerb::Support.as_str());
    event::record(tx, happened).await?;
    recount(tx, id).await?;
    let tag = cache_tag(case.wish.community_id);
    tx.after_commit(move |kernel| kernel.cache.invalidate(&tag));
    store::locked(tx, actor, id).await
}

/// Sets the cached count to what the rows say.
pub async fn recount(tx: &Tx<'_>, id: WishId) -> Result<()> {
    let count = wish_support::Entity::find().filter(wish_support::Column::WishId.eq(id)).count(tx).await?;
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    wish::Entity::update_many()
        .col_expr(wish::Column::SupportCount, Expr::value(count))
        .filter(wish::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether this account supports the wish.
pub async fn supports(conn: &impl ConnectionTrait, account: entity::ids::AccountId, id: WishId) -> Result<bool> {
    let mine = wish_support::Entity::find()
        .filter(wish_support::Column::WishId.eq(id).and(wish_support::Column::AccountId.eq(account)));
    Ok(mine.count(conn).await? > 0)
}
