//! One of the staff takes something to look at; for a while nobody else decides about it.

use chrono::Duration;
use entity::ids::ContentReviewId;
use entity::moderation::{ReviewVerb, content_review};
use sea_orm::ActiveValue::Set;

use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::moderation::{state, store};

/// Nobody needs longer to look at a text or a picture; who does, takes it again.
pub const LEASE: Duration = Duration::minutes(15);

/// Takes it, or goes on with it.
///
/// # Errors
/// `review_claimed` while somebody else looks; `forbidden` for the author, and for who refused it before.
pub async fn claim(tx: &Tx<'_>, actor: &Actor, id: ContentReviewId) -> Result<content_review::Model> {
    let row = store::locked_for_staff(tx, actor, id).await?;
    state::next(row.status, ReviewVerb::Pass, &state::standings(actor, &row))?;
    if is_claimed(&row, tx) && row.claimed_by != actor.account_id() {
        return Err(Code::ReviewClaimed.into());
    }
    let change = content_review::ActiveModel {
        claimed_by: Set(Some(actor.account()?)),
        claimed_until: Set(Some(tx.now() + LEASE)),
        ..Default::default()
    };
    store::change(tx, &row, change).await
}

/// Gives it back to the others.
///
/// # Errors
/// `review_not_claimed` for who does not hold it.
pub async fn unclaim(tx: &Tx<'_>, actor: &Actor, id: ContentReviewId) -> Result<content_review::Model> {
    let row = held(tx, actor, id).await?;
    let change = content_review::ActiveModel { claimed_by: Set(None), claimed_until: Set(None), ..Default::default() };
    store::change(tx, &row, change).await
}

/// The review, if the actor holds it.
///
/// # Errors
/// `review_not_claimed`.
pub(super) async fn held(tx: &Tx<'_>, actor: &Actor, id: ContentReviewId) -> Result<content_review::Model> {
    let row = store::locked_for_staff(tx, actor, id).await?;
    let mine = is_claimed(&row, tx) && row.claimed_by == actor.account_id();
    if mine { Ok(row) } else { Err(Code::ReviewNotClaimed.into()) }
}

fn is_claimed(row: &content_review::Model, tx: &Tx<'_>) -> bool {
    row.claimed_until.is_some_and(|until| until > tx.now())
}
