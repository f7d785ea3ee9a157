//! Queries of reviews.

use entity::ids::{AccountId, ContentReviewId};
use entity::moderation::{ContentKind, content_report, content_review};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// The review of a thing, its row locked until the transaction ends; none where nobody ever had a doubt.
pub async fn of(tx: &Tx<'_>, kind: ContentKind, subject: Uuid) -> Result<Option<content_review::Model>> {
    let found = content_review::Entity::find()
        .filter(content_review::Column::Kind.eq(kind))
        .filter(content_review::Column::SubjectId.eq(subject))
        .lock_exclusive();
    Ok(found.one(tx).await?)
}

/// A review of the community whose staff asks.
///
/// # Errors
/// `forbidden` for who is no staff; `not_found` for what lies outside.
pub async fn for_staff(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    id: ContentReviewId,
) -> Result<content_review::Model> {
    let community = actor.require_staff()?;
    let found = content_review::Entity::find_by_id(id).filter(content_review::Column::CommunityId.eq(community));
    found.one(conn).await?.ok_or_else(|| Code::NotFound.into())
}

/// The same, its row locked until the transaction ends.
///
/// # Errors
/// As [`for_staff`].
pub async fn locked_for_staff(tx: &Tx<'_>, actor: &Actor, id: ContentReviewId) -> Result<content_review::Model> {
    let community = actor.require_staff()?;
    let found = content_review::Entity::find_by_id(id).filter(content_review::Column::CommunityId.eq(community));
    found.lock_exclusive().one(tx).await?.ok_or_else(|| Code::NotFound.into())
}

/// A review of what this person wrote, its row locked until the transaction ends.
///
/// # Errors
/// `not_found` for what somebody else wrote.
pub async fn own(tx: &Tx<'_>, author: AccountId, id: ContentReviewId) -> Result<content_review::Model> {
    let own = content_review::Column::AuthorAccountId.eq(author);
    let found = content_review::Entity::find_by_id(id).filter(own).lock_exclusive();
    found.one(tx).await?.ok_or_else(|| Code::NotFound.into())
}

/// Changes a review if nobody else has: compare-and-set on the version.
///
/// # Errors
/// `stale` when somebody was faster.
pub async fn change(
    tx: &Tx<'_>,
    row: &content_review::Model,
    change: content_review::ActiveModel,
) -> Result<content_review::Model> {
    let change = content_review::ActiveModel { version: Set(row.version + 1), updated_at: Set(tx.now()), ..change };
    let changed = content_review::Entity::update_many()
        .set(change)
        .filter(content_review::Column::Id.eq(row.id))
        .filter(content_review::Column::Version.eq(row.version))
        .exec_with_returning(tx)
        .await?;
    changed.into_iter().next().ok_or_else(|| Code::Stale.into())
}

/// The reports of these reviews, oldest first.
pub async fn reports(
    conn: &impl ConnectionTrait,
    reviews: impl Iterator<Item = ContentReviewId>,
) -> Result<Vec<content_report::Model>> {
    let of_these = content_report::Column::ReviewId.is_in(reviews);
    let reports = content_report::Entity::find().filter(of_these).order_by_asc(content_report::Column::Id);
    Ok(reports.all(conn).await?)
}
