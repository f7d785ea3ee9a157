//! Content safety within this room: what is looked at, and what others then see.

use entity::ids::{WishId, WishNoteId};
use entity::kernel::event;
use entity::moderation::{ContentKind, Screening};
use entity::wishes::{wish, wish_note};
use sea_orm::prelude::*;

use super::case::{Case, cache_tag};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::moderation::Written;
use crate::moderation::service::{Piece, screen};
use crate::wishes::standing::is_insider;
use crate::wishes::view::Reasons;

/// Looks at a wish that was submitted, or submitted anew.
pub async fn look_at_wish(tx: &Tx<'_>, actor: &Actor, row: wish::Model) -> Result<wish::Model> {
    let text = whole(&row);
    let piece = Piece { kind: ContentKind::Wish, subject: row.id.0, community: row.community_id, text: &text };
    let screening = screen(tx, actor, piece).await?;
    if row.screening != screening {
        wish(tx, row.id, screening).await?;
    }
    Ok(wish::Model { screening, ..row })
}

/// Looks at what the author says at the end.
pub async fn look_at_rating(tx: &Tx<'_>, actor: &Actor, row: &wish::Model) -> Result<()> {
    let Some(text) = row.rating_comment.as_deref() else { return Ok(()) };
    let piece = Piece { kind: ContentKind::WishRating, subject: row.id.0, community: row.community_id, text };
    let screening = screen(tx, actor, piece).await?;
    rating(tx, row.id, screening).await
}

/// Shows a wish to others, or takes it from sight.
pub async fn wish(tx: &Tx<'_>, id: WishId, screening: Screening) -> Result<()> {
    set(tx, id, wish::Column::Screening, screening).await
}

/// Shows what the author said at the end, or takes it from sight.
pub async fn rating(tx: &Tx<'_>, id: WishId, screening: Screening) -> Result<()> {
    set(tx, id, wish::Column::RatingScreening, screening).await
}

/// Shows a note, or takes it from sight.
pub async fn note(tx: &Tx<'_>, id: WishNoteId, screening: Screening) -> Result<()> {
    let one = wish_note::Entity::update_many().col_expr(wish_note::Column::Screening, Expr::value(screening));
    one.filter(wish_note::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// Neither version nor time move: nothing of the wish has changed but who sees it.
async fn set(tx: &Tx<'_>, id: WishId, column: wish::Column, screening: Screening) -> Result<()> {
    let one = wish::Entity::update_many().col_expr(column, Expr::value(screening)).filter(wish::Column::Id.eq(id));
    if let Some(row) = one.exec_with_returning(tx).await?.into_iter().next() {
        let tag = cache_tag(row.community_id);
        tx.after_commit(move |kernel| kernel.cache.invalidate(&tag));
    }
    Ok(())
}

/// A wish that the actor sees.
///
/// # Errors
/// `not_found`.
pub async fn seen_wish(tx: &Tx<'_>, actor: &Actor, id: WishId) -> Result<Written> {
    let row = Case::read(tx, actor, id).await?.wish;
    Ok(Written { subject: id.0, community: row.community_id, author: row.author_account_id, text: whole(&row) })
}

/// What the author said at the end, for those who see it.
///
/// # Errors
/// `not_found`.
pub async fn seen_rating(tx: &Tx<'_>, actor: &Actor, id: WishId) -> Result<Written> {
    let case = Case::read(tx, actor, id).await?;
    let said = case.wish.rating_comment.clone().filter(|_| is_insider(&case.standings));
    let said = said.filter(|_| case.wish.rating_screening == Screening::Passed);
    let text = said.ok_or_else(|| Code::NotFound.error())?;
    Ok(Written { subject: id.0, community: case.wish.community_id, author: case.wish.author_account_id, text })
}

/// A note of a wish, for those who see it.
///
/// # Errors
/// `not_found`.
pub async fn seen_note(tx: &Tx<'_>, actor: &Actor, id: WishNoteId) -> Result<Written> {
    let row = wish_note::Entity::find_by_id(id).one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
    let case = Case::read(tx, actor, row.wish_id).await?;
    if !is_insider(&case.standings) || row.screening != Screening::Passed {
        return Err(Code::NotFound.into());
    }
    Ok(Written { subject: id.0, community: case.wish.community_id, author: Some(row.account_id), text: row.text })
}

/// Why somebody did something to a wish, for those who read it.
pub async fn seen_reason(tx: &Tx<'_>, actor: &Actor, event: event::Model) -> Result<Option<String>> {
    let case = Case::read(tx, actor, WishId(event.subject_id)).await?;
    let events = [event];
    let reasons = Reasons::of(tx, actor, &case, &events).await?;
    Ok(events.iter().find_map(|event| reasons.of_event(event)))
}

fn whole(row: &wish::Model) -> String {
    format!("{}\n{}", row.title, row.body)
}
