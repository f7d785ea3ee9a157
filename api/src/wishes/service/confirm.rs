//! The author's last word: confirmed with stars, disputed, opened again.

use entity::ids::WishId;
use entity::wishes::{ClaimEnd, NoteKind, WishVerb, wish, wish_category};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{Case, Step};
use super::claim;
use super::deadlines::Deadlines;
use super::screened;
use super::work::{Note, write_note};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::volunteers::service::credit::{self, WishDone};

/// The author confirms and rates, 1 to 5.
pub async fn confirm(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WishId,
    version: i32,
    rating: i32,
    comment: Option<String>,
) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let change = wish::ActiveModel { rating: Set(Some(rating)), rating_comment: Set(comment), ..ended(tx) };
    let step = Step::set(change).with(json!({ "rating": rating }));
    let wish = case.go(tx, WishVerb::Confirm, step).await?;
    screened::look_at_rating(tx, actor, &wish).await?;
    claim::end(tx, case.claim()?, ClaimEnd::Confirmed).await?;
    credit_helper(tx, &case, actor).await?;
    Ok(wish)
}

/// Nobody objected for seven days: confirmed by the clock, unrated.
pub async fn auto_confirm(tx: &Tx<'_>, case: &Case) -> Result<wish::Model> {
    let change = wish::ActiveModel { auto_confirmed: Set(true), ..ended(tx) };
    let wish = case.go(tx, WishVerb::AutoConfirm, Step::set(change)).await?;
    claim::end(tx, case.claim()?, ClaimEnd::Confirmed).await?;
    credit_helper(tx, case, &Actor::system()).await?;
    Ok(wish)
}

/// The helper gets minutes and points: once a wish, also when it was opened again and confirmed anew.
async fn credit_helper(tx: &Tx<'_>, case: &Case, by: &Actor) -> Result<()> {
    let helper = case.claim()?.account_id;
    let category = wish_category::Entity::find_by_id(case.wish.category_id).one(tx).await?;
    let category = category.ok_or_else(|| Code::Internal.error())?;
    let done = WishDone {
        community: case.wish.community_id,
        wish: case.wish.id,
        category: &category.code,
        helper,
        // A worker who took the call and also did the work speaks for the caller here.
        by: by.account_id().filter(|account| *account != helper),
    };
    credit::wish(tx, done).await
}

/// The author says that it is not done: the helper goes on.
pub async fn dispute(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, reason: String) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let change = wish::ActiveModel { fulfilled_at: Set(None), confirm_due_at: Set(None), ..Default::default() };
    let wish = case.go(tx, WishVerb::Dispute, Step { reason: Some(reason.clone()), ..Step::set(change) }).await?;
    claim::renew(tx, &wish, case.claim()?).await?;
    if actor.account_id().is_some() {
        write_note(tx, actor, &case, NoteKind::Dispute, Note { text: reason, photos: Vec::new() }).await?;
    }
    Ok(wish)
}

/// The author opens a confirmed wish again: once, within thirty days, with new deadlines.
pub async fn reopen(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, reason: String) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let category = wish_category::Entity::find_by_id(case.wish.category_id).one(tx).await?;
    let category = category.ok_or_else(|| Code::Internal.error())?;
    let deadlines = Deadlines::from(tx, case.wish.community_id, &category, tx.now()).await?;
    let change = wish::ActiveModel {
        reopened: Set(true),
        auto_confirmed: Set(false),
        closed_at: Set(None),
        fulfilled_at: Set(None),
        confirm_due_at: Set(None),
        rating: Set(None),
        rating_comment: Set(None),
        overdue_level: Set(None),
        solve_due_at: Set(Some(deadlines.solve)),
        ..Default::default()
    };
    case.go(tx, WishVerb::Reopen, Step { reason: Some(reason), ..Step::set(change) }).await
}

fn ended(tx: &Tx<'_>) -> wish::ActiveModel {
    wish::ActiveModel { closed_at: Set(Some(tx.now())), confirm_due_at: Set(None), ..Default::default() }
}
