//! Why somebody did something. It stands in the log of events, which nobody changes, so its review alone says who
//! reads it: what the office says is its answer and has been read by it; what others say waits like everything else.

use std::collections::HashSet;

use entity::ids::{CommunityId, EventId};
use entity::kernel::event;
use entity::moderation::{ContentKind, ReviewStatus, Screening, content_review};
use sea_orm::prelude::*;

use super::{Piece, screen};
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::moderation::state;

/// Looks at what somebody without an office in the matter has just given as their reason.
pub async fn look_at(tx: &Tx<'_>, community: CommunityId, event: EventId, text: &str) -> Result<()> {
    let piece = Piece { kind: ContentKind::Reason, subject: event.into(), community, text };
    // Every move of a wish or a matter holds this future, and few of them give a reason: it lives on the heap.
    Box::pin(screen(tx, &Actor::behind(tx.cause()), piece)).await.map(drop)
}

/// Those of these events whose reasons only the office reads so far, and who gave them.
pub async fn unread(conn: &impl ConnectionTrait, events: &[event::Model]) -> Result<HashSet<EventId>> {
    let given = events.iter().filter(|event| event.reason.is_some()).map(|event| Uuid::from(event.id));
    let reviews = content_review::Entity::find()
        .filter(content_review::Column::Kind.eq(ContentKind::Reason))
        .filter(content_review::Column::SubjectId.is_in(given))
        .filter(content_review::Column::Status.ne(ReviewStatus::Passed))
        .all(conn)
        .await?;
    let unread = reviews.iter().filter(|row| state::screening(row) != Screening::Passed);
    Ok(unread.map(|row| EventId(row.subject_id)).collect())
}
