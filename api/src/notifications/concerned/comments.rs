//! What is said about deliberations: who said it is told what staff do with it.

use entity::deliberations::deliberation_comment;
use entity::kernel::event;
use sea_orm::prelude::*;

use super::super::words;
use super::Told;
use crate::error::Result;

/// Whom something about a comment concerns.
pub async fn told(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let Some(title) = words::for_commenter(&event.verb) else { return Ok(Told::new()) };
    let comment = deliberation_comment::Entity::find_by_id(event.subject_id).one(conn).await?;
    Ok(comment.map(|comment| (comment.account_id, title)).into_iter().collect())
}

/// The deliberation that it belongs to: what a notification leads to.
pub fn matter(event: &event::Model) -> Option<Uuid> {
    event.data["deliberationId"].as_str()?.parse().ok()
}
