//! A person decides whether others see it.

use entity::ids::ContentReviewId;
use entity::moderation::{ContentKind, ReviewDecision, ReviewStatus, ReviewVerb, Screening, content_review};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use super::claim;
use super::settle::{Step, go};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::moderation::state::{self, Standing};
use crate::moderation::{rooms, service::Finding, store};

/// Decides, with a reason for the author.
///
/// # Errors
/// `review_not_claimed` for who has not taken it; `stale`; `missing_field` for a refusal without a reason.
pub async fn decide(
    tx: &Tx<'_>,
    actor: &Actor,
    id: ContentReviewId,
    version: i32,
    decision: ReviewDecision,
    reason: Option<String>,
) -> Result<content_review::Model> {
    let row = claim::held(tx, actor, id).await?;
    if row.version != version {
        return Err(Code::Stale.into());
    }
    let verb = match decision {
        ReviewDecision::Pass => ReviewVerb::Pass,
        ReviewDecision::Refuse if reason.is_none() => {
            return Err(Code::Invalid.error().at("/reason", Code::MissingField));
        }
        ReviewDecision::Refuse => ReviewVerb::Refuse,
    };
    go(tx, &row, verb, &state::standings(actor, &row), decided(tx, actor, reason)?).await
}

/// Who approves something in its own room has read it: where nothing was found and only nobody could
/// look, that is the look of a person, and it does not wait for a check that is still under way. What the list
/// or WeChat finds, before or after, waits for the moderators.
pub async fn read_by(tx: &Tx<'_>, actor: &Actor, kind: ContentKind, subject: Uuid) -> Result<Option<Screening>> {
    let Some(row) = store::of(tx, kind, subject).await?.filter(|_| actor.account_id().is_some()) else {
        return Ok(None);
    };
    let found = |finding: &Finding| finding.word.is_some() || finding.label.is_some();
    let doubted = Finding::read(&row.findings).iter().any(found);
    let step = decided(tx, actor, None)?;
    let read = match row.status {
        ReviewStatus::Checking => seen_early(tx, &row, step).await?,
        ReviewStatus::Waiting if !doubted => go(tx, &row, ReviewVerb::Pass, &[Standing::Reviewer], step).await?,
        _ => return Ok(None),
    };
    Ok(Some(state::screening(&read)))
}

/// Others see it from now on; the check goes on.
async fn seen_early(tx: &Tx<'_>, row: &content_review::Model, step: Step) -> Result<content_review::Model> {
    let seen = content_review::ActiveModel { withheld: Set(false), ..step.change };
    let seen = store::change(tx, row, seen).await?;
    rooms::publish(tx, &seen).await?;
    Ok(seen)
}

fn decided(tx: &Tx<'_>, actor: &Actor, reason: Option<String>) -> Result<Step> {
    let change = content_review::ActiveModel {
        decided_by: Set(Some(actor.account()?)),
        decided_at: Set(Some(tx.now())),
        reason: Set(reason.clone()),
        ..Default::default()
    };
    Ok(Step { change, withheld: None, reason })
}
