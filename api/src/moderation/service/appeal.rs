//! The author finds that it should stand there: once, and somebody else decides.

use entity::ids::ContentReviewId;
use entity::moderation::{ReviewCause, ReviewVerb, content_review};
use sea_orm::ActiveValue::Set;

use super::settle::{Step, go};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::moderation::{state, store};

/// Appeals.
///
/// # Errors
/// `not_found` for what somebody else wrote; `stale`; `illegal_transition` where it was not refused, or for the
/// second time.
pub async fn appeal(
    tx: &Tx<'_>,
    actor: &Actor,
    id: ContentReviewId,
    version: i32,
    says: String,
) -> Result<content_review::Model> {
    let row = store::own(tx, actor.account()?, id).await?;
    if row.version != version {
        return Err(Code::Stale.into());
    }
    let standings = state::standings(actor, &row);
    if row.appealed_at.is_some() {
        return Err(Code::IllegalTransition.into());
    }
    let change = content_review::ActiveModel {
        cause: Set(Some(ReviewCause::Appealed)),
        appeal: Set(Some(says)),
        appealed_at: Set(Some(tx.now())),
        ..Default::default()
    };
    go(tx, &row, ReviewVerb::Appeal, &standings, Step { change, withheld: Some(true), reason: None }).await
}
