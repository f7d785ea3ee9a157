//! What was adopted is carried out, with evidence, and graded by those who voted.

use chrono::Duration;
use entity::deliberations::{
    DeliberationVerb, deliberation, deliberation_evaluation, deliberation_link, deliberation_media, roll_voter,
};
use entity::ids::{AccountId, DeliberationId, MediaId, RollEntryId, WishId};
use entity::wishes::wish;
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{Case, SUBJECT, Step};
use crate::auth::Actor;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::media;

/// Days in which voters grade what was done.
const EVALUATION_DAYS: i64 = 14;

/// Pictures that one piece of evidence may have.
pub const MOST_PICTURES: usize = 9;

/// The kind of a link to a wish.
pub const TO_WISH: &str = "wish";

/// Begins to carry out what was adopted, by these wishes.
pub async fn execute(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    version: i32,
    wishes: &[WishId],
    reason: Option<String>,
) -> Result<deliberation::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    case.may(DeliberationVerb::Execute)?;
    link(tx, &case, wishes).await?;
    case.go(tx, DeliberationVerb::Execute, Step { reason, ..Step::default() }).await
}

async fn link(tx: &Tx<'_>, case: &Case, wishes: &[WishId]) -> Result<()> {
    if wishes.is_empty() {
        return Ok(());
    }
    let here = wish::Entity::find()
        .filter(wish::Column::Id.is_in(wishes.iter().copied()))
        .filter(wish::Column::CommunityId.eq(case.deliberation.community_id));
    if usize::try_from(here.count(tx).await?) != Ok(wishes.len()) {
        return Err(Code::Invalid.error().at("/wishIds", Code::UnknownReference));
    }
    let rows = wishes.iter().map(|wish| deliberation_link::ActiveModel {
        deliberation_id: Set(case.deliberation.id),
        kind: Set(TO_WISH.to_owned()),
        target_id: Set((*wish).into()),
        created_at: Set(tx.now()),
    });
    deliberation_link::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Shows that it was carried out; those who voted may grade it from now on.
///
/// # Errors
/// `invalid` at `photos` without evidence, or when a picture is not there to be attached.
pub async fn complete(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    version: i32,
    photos: &[MediaId],
    note: String,
) -> Result<deliberation::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    case.may(DeliberationVerb::Complete)?;
    if !(1..=MOST_PICTURES).contains(&photos.len()) {
        return Err(Code::Invalid.error().at("/photos", Code::InvalidValue));
    }
    media::service::attach(tx, actor, photos, "/photos").await?;
    let rows = photos.iter().zip(0..).map(|(photo, sort)| deliberation_media::ActiveModel {
        deliberation_id: Set(id),
        media_id: Set(*photo),
        evidence: Set(true),
        sort: Set(sort),
    });
    deliberation_media::Entity::insert_many(rows).exec_without_returning(tx).await?;
    case.go(tx, DeliberationVerb::Complete, Step { change: completed(tx), reason: Some(note) }).await
}

/// What is written into a decision that is carried out now.
pub(super) fn completed(tx: &Tx<'_>) -> deliberation::ActiveModel {
    deliberation::ActiveModel {
        completed_at: Set(Some(tx.now())),
        evaluation_until: Set(Some(tx.now() + Duration::days(EVALUATION_DAYS))),
        ..Default::default()
    }
}

/// Grades it, once a voter on the roll.
///
/// # Errors
/// `not_on_roll`, `already_evaluated`, `evaluation_over` after the period.
pub async fn evaluate(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    score: i32,
    comment: Option<String>,
) -> Result<deliberation::Model> {
    let account = actor.account()?;
    let case = Case::open(tx, actor, id).await?;
    case.may(DeliberationVerb::Evaluate)?;
    if case.deliberation.evaluation_until.is_none_or(|until| until <= tx.now()) {
        return Err(Code::EvaluationOver.into());
    }
    for entry in seats(tx, id, account).await? {
        let row = deliberation_evaluation::ActiveModel {
            deliberation_id: Set(id),
            entry_id: Set(entry),
            account_id: Set(account),
            score: Set(score),
            comment: Set(comment.clone()),
            created_at: Set(tx.now()),
        };
        let insert = deliberation_evaluation::Entity::insert(row);
        insert.exec_without_returning(tx).await.or_conflict(Code::AlreadyEvaluated)?;
    }
    let happened =
        NewEvent::new(case.deliberation.community_id, Subject::new(SUBJECT, id), DeliberationVerb::Evaluate.as_str());
    event::record(tx, happened.with(json!({ "score": score }))).await?;
    Ok(case.deliberation)
}

async fn seats(tx: &Tx<'_>, id: DeliberationId, account: AccountId) -> Result<Vec<RollEntryId>> {
    let seats = roll_voter::Entity::find()
        .select_only()
        .column(roll_voter::Column::EntryId)
        .filter(roll_voter::Column::DeliberationId.eq(id))
        .filter(roll_voter::Column::AccountId.eq(account));
    Ok(seats.into_tuple().all(tx).await?)
}
