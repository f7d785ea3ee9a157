//! The one way of moving a volunteer.

use entity::ids::CommunityId;
use entity::volunteers::{VolunteerVerb, volunteer};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::crypto::{Field, Vault, mask_name};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::volunteers::{state, store};

/// The kind of thing that events of volunteers are about.
pub const SUBJECT: &str = "volunteer";

/// The tag under which public answers about a community's volunteers are cached.
pub fn cache_tag(community: CommunityId) -> String {
    format!("volunteers:{community}")
}

/// The real name of a volunteer, masked.
pub fn name_of(vault: &Vault, row: &volunteer::Model) -> Result<String> {
    Ok(mask_name(&vault.open(Field::Name, &row.name_sealed)?))
}

/// What a move changes beside the status, why, and what else is worth knowing.
#[derive(Default)]
pub struct Step {
    /// Columns to set.
    pub change: volunteer::ActiveModel,
    /// Why, in the actor's words.
    pub reason: Option<String>,
    /// Ids and figures for the event.
    pub data: Value,
}

/// Moves a volunteer: checks the table, sets the row, writes down what happened.
///
/// # Errors
/// `own_matter`, `forbidden`, `illegal_transition`, `stale`.
pub async fn go(
    tx: &Tx<'_>,
    actor: &Actor,
    row: &volunteer::Model,
    seen: i32,
    verb: VolunteerVerb,
    step: Step,
) -> Result<volunteer::Model> {
    let to = state::next(row.status, verb, &state::standings(actor, row))?;
    let change = volunteer::ActiveModel { status: Set(to), ..step.change };
    let moved = store::change(tx, row, seen, change).await?;
    let data = if step.data.is_null() { json!({}) } else { step.data };
    let happened = NewEvent::new(row.community_id, Subject::new(SUBJECT, row.id), verb.as_str())
        .moved(row.status, to)
        .because(step.reason)
        .with(data)
        .announced();
    event::record(tx, happened).await?;
    forget_answers(tx, row.community_id);
    Ok(moved)
}

/// Public answers about the community's volunteers are made anew once this is committed.
pub fn forget_answers(tx: &Tx<'_>, community: CommunityId) {
    let tag = cache_tag(community);
    tx.after_commit(move |kernel| kernel.cache.invalidate(&tag));
}
