//! The one way of moving a review, and the thing with it.

use chrono::{DateTime, Utc};
use entity::moderation::{ReviewStatus, ReviewVerb, content_review};
use sea_orm::ActiveValue::{NotSet, Set};
use serde_json::json;

use super::SUBJECT;
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::moderation::state::{self, Standing};
use crate::moderation::{rooms, store};

/// What a move changes beside the status, and why.
#[derive(Default)]
pub struct Step {
    /// Columns to set.
    pub change: content_review::ActiveModel,
    /// Whether others do not see it while a person looks; as it was where nothing is said.
    pub withheld: Option<bool>,
    /// Why, in words for the author.
    pub reason: Option<String>,
}

/// Moves a review: checks the table, sets the row, shows the thing to others or takes it from them,
/// writes down what happened.
pub async fn go(
    tx: &Tx<'_>,
    row: &content_review::Model,
    verb: ReviewVerb,
    standings: &[Standing],
    step: Step,
) -> Result<content_review::Model> {
    let to = state::next(row.status, verb, standings)?;
    let waiting_since = waiting_since(row, to, tx.now());
    let released = to != ReviewStatus::Waiting;
    let change = content_review::ActiveModel {
        status: Set(to),
        withheld: Set(withheld(row, to, step.withheld)),
        waiting_since: Set(waiting_since),
        claimed_by: if released { Set(None) } else { NotSet },
        claimed_until: if released { Set(None) } else { NotSet },
        leased_until: Set(None),
        due_at: if to == ReviewStatus::Checking { step.change.due_at.clone() } else { Set(None) },
        ..step.change
    };
    let moved = store::change(tx, row, change).await?;
    if state::screening(row) != state::screening(&moved) {
        rooms::publish(tx, &moved).await?;
    }
    let happened = NewEvent::new(moved.community_id, Subject::new(SUBJECT, moved.id), verb.as_str())
        .moved(row.status, to)
        .because(step.reason)
        .with(json!({ "kind": moved.kind, "subjectId": moved.subject_id, "cause": moved.cause, "withheld": moved.withheld }));
    // That the usual check has passed is no news.
    let usual = row.status == ReviewStatus::Checking && to == ReviewStatus::Passed || to == ReviewStatus::Checking;
    event::record(tx, if usual { happened } else { happened.announced() }).await?;
    Ok(moved)
}

fn waiting_since(row: &content_review::Model, to: ReviewStatus, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (to == ReviewStatus::Waiting).then(|| row.waiting_since.unwrap_or(now))
}

fn withheld(row: &content_review::Model, to: ReviewStatus, wanted: Option<bool>) -> bool {
    match to {
        ReviewStatus::Passed => false,
        ReviewStatus::Checking | ReviewStatus::Refused => true,
        ReviewStatus::Waiting => wanted.unwrap_or(row.withheld),
    }
}
