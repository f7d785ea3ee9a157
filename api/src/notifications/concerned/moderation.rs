//! Content safety: who wrote something is told when others do not see it, and when they do; staff, that
//! something waits for them.

use entity::auth::Role;
use entity::kernel::event;
use entity::moderation::{ReviewVerb, content_review};
use sea_orm::prelude::*;

use super::super::words;
use super::{Told, staff};
use crate::error::Result;

/// Whom something about a review concerns.
pub async fn told(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let mut told = Told::new();
    let Some(verb) = ReviewVerb::ALL.iter().find(|verb| verb.as_str() == event.verb) else { return Ok(told) };
    if let (Some(title), Some(community)) = (words::for_moderators(*verb), event.community_id) {
        let staff = staff(conn, &[Role::CommunityStaff, Role::CommunityAdmin], community).await?;
        told.extend(staff.into_iter().map(|account| (account, title)));
    }
    let withheld = event.data["withheld"].as_bool().unwrap_or_default();
    if let Some(title) = words::for_writer(*verb, withheld) {
        let review = content_review::Entity::find_by_id(event.subject_id).one(conn).await?;
        told.extend(review.and_then(|review| review.author_account_id).map(|author| (author, title)));
    }
    Ok(told)
}
