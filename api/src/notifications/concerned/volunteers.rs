//! Volunteers: what staff decide about them.

use entity::ids::VolunteerId;
use entity::kernel::event;
use entity::volunteers::{VolunteerVerb, volunteer};
use sea_orm::prelude::*;

use super::super::words;
use super::Told;
use crate::error::Result;

/// Whom something about a volunteer concerns.
pub async fn told(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let Some(verb) = VolunteerVerb::ALL.iter().find(|verb| verb.as_str() == event.verb) else {
        return Ok(Told::new());
    };
    let row = volunteer::Entity::find_by_id(VolunteerId(event.subject_id)).one(conn).await?;
    let title = words::for_volunteer(*verb);
    Ok(row.zip(title).map(|(row, title)| (row.account_id, title)).into_iter().collect())
}
