//! The grid leader, or the staff above, decides about what came in.

use entity::ids::WishId;
use entity::moderation::ContentKind;
use entity::wishes::{WishVerb, wish};
use sea_orm::ActiveValue::Set;

use super::case::{Case, Step};
use super::index;
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::moderation::service as moderation;

/// Approves: the wish is public from now on, and can be claimed and found. Where no check could run, this was the
/// look of a person; what a check found waits for the moderators, and the wish stays unseen until then.
pub async fn approve(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let change = wish::ActiveModel { approved_at: Set(Some(tx.now())), ..answered(tx, &case) };
    let wish = case.go(tx, WishVerb::Approve, Step::set(change)).await?;
    index::add(tx, &wish).await?;
    let read = moderation::decide::read_by(tx, actor, ContentKind::Wish, wish.id.0).await?;
    Ok(wish::Model { screening: read.unwrap_or(wish.screening), ..wish })
}

/// Returns it to the author with what is missing; its deadlines rest.
pub async fn give_back(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, reason: String) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let change = wish::ActiveModel { returned_at: Set(Some(tx.now())), ..answered(tx, &case) };
    case.go(tx, WishVerb::Return, Step { reason: Some(reason), ..Step::set(change) }).await
}

/// Rejects it; the author can appeal once.
pub async fn reject(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, reason: String) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let change = wish::ActiveModel {
        rejected_by: Set(actor.account_id()),
        closed_at: Set(Some(tx.now())),
        ..answered(tx, &case)
    };
    case.go(tx, WishVerb::Reject, Step { reason: Some(reason), ..Step::set(change) }).await
}

/// The first decision is the first contact, by which the response rate is measured.
fn answered(tx: &Tx<'_>, case: &Case) -> wish::ActiveModel {
    wish::ActiveModel {
        first_response_at: Set(Some(case.wish.first_response_at.unwrap_or(tx.now()))),
        ..Default::default()
    }
}
