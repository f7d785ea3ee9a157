//! Lists of reviews and words: keyset pages.

use entity::ids::{AccountId, CommunityId, ContentReviewId, ContentWordId};
use entity::moderation::{ContentKind, ReviewCause, ReviewStatus, content_review, content_word};
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};
use serde::Serialize;

use crate::error::Result;
use crate::kernel::page::{Cursor, Page};

/// What narrows the queue; also what its cursors are bound to.
#[derive(Clone, Debug, Serialize)]
pub struct Filter {
    /// The community.
    pub community: CommunityId,
    /// In this state.
    pub status: ReviewStatus,
    /// Only of these kinds.
    pub kinds: Vec<ContentKind>,
    /// Only for these causes.
    pub causes: Vec<ReviewCause>,
}

/// Where a page starts, and how long it is.
pub type At<'c> = (Option<&'c str>, u64);

/// What waits, the longest waiting first; of what is over the newest first.
pub async fn queue(conn: &impl ConnectionTrait, filter: &Filter, at: At<'_>) -> Result<Page<content_review::Model>> {
    let rows = narrow(filter);
    match filter.status {
        ReviewStatus::Waiting => waiting(conn, rows, filter, at).await,
        _ => newest(conn, rows, filter, at).await,
    }
}

/// What somebody wrote that others do not see, or that a person has decided about; newest first.
pub async fn own(conn: &impl ConnectionTrait, author: AccountId, at: At<'_>) -> Result<Page<content_review::Model>> {
    let worth_telling = Condition::any()
        .add(content_review::Column::Status.ne(ReviewStatus::Passed))
        .add(content_review::Column::DecidedBy.is_not_null());
    let rows =
        content_review::Entity::find().filter(content_review::Column::AuthorAccountId.eq(author)).filter(worth_telling);
    newest(conn, rows, &author, at).await
}

/// The community's own words, as they are spelled.
pub async fn words(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    (cursor, size): At<'_>,
) -> Result<Page<content_word::Model>> {
    let word = content_word::Column::Word;
    let mut rows = content_word::Entity::find().filter(content_word::Column::CommunityId.eq(community));
    if let Some(cursor) = cursor {
        let (behind, _): (String, ContentWordId) = Cursor::decode(&community, cursor)?;
        rows = rows.filter(word.gt(behind));
    }
    let rows = rows.order_by_asc(word).limit(size + 1).all(conn).await?;
    Page::cut(rows, size, &community, |row| (row.word.clone(), row.id))
}

/// For the operator: how much WeChat looks at now, and how much waits for the staff, in all communities.
///
/// # Errors
/// Of the database.
pub async fn figures(conn: &impl ConnectionTrait) -> std::result::Result<(u64, u64), DbErr> {
    let in_state = |status| content_review::Entity::find().filter(content_review::Column::Status.eq(status));
    let checking = in_state(ReviewStatus::Checking).count(conn).await?;
    Ok((checking, in_state(ReviewStatus::Waiting).count(conn).await?))
}

fn narrow(filter: &Filter) -> Select<content_review::Entity> {
    let mut rows = content_review::Entity::find()
        .filter(content_review::Column::CommunityId.eq(filter.community))
        .filter(content_review::Column::Status.eq(filter.status));
    if !filter.kinds.is_empty() {
        rows = rows.filter(content_review::Column::Kind.is_in(filter.kinds.iter().copied()));
    }
    if !filter.causes.is_empty() {
        rows = rows.filter(content_review::Column::Cause.is_in(filter.causes.iter().copied()));
    }
    rows
}

async fn waiting(
    conn: &impl ConnectionTrait,
    mut rows: Select<content_review::Entity>,
    filter: &Filter,
    (cursor, size): At<'_>,
) -> Result<Page<content_review::Model>> {
    let (since, by_id) = (content_review::Column::WaitingSince, content_review::Column::Id);
    if let Some(cursor) = cursor {
        let (instant, id): (Option<DateTimeUtc>, ContentReviewId) = Cursor::decode(filter, cursor)?;
        let behind = Condition::any().add(since.gt(instant)).add(by_id.gt(id));
        rows = rows.filter(Condition::all().add(since.gte(instant)).add(behind));
    }
    let rows = rows.order_by_asc(since).order_by_asc(by_id).limit(size + 1).all(conn).await?;
    Page::cut(rows, size, filter, |row| (row.waiting_since, row.id))
}

async fn newest(
    conn: &impl ConnectionTrait,
    mut rows: Select<content_review::Entity>,
    filter: &impl Serialize,
    (cursor, size): At<'_>,
) -> Result<Page<content_review::Model>> {
    let (at, by_id) = (content_review::Column::UpdatedAt, content_review::Column::Id);
    if let Some(cursor) = cursor {
        let (instant, id): (DateTimeUtc, ContentReviewId) = Cursor::decode(filter, cursor)?;
        let behind = Condition::any().add(at.lt(instant)).add(by_id.lt(id));
        rows = rows.filter(Condition::all().add(at.lte(instant)).add(behind));
    }
    let rows = rows.order_by_desc(at).order_by_desc(by_id).limit(size + 1).all(conn).await?;
    Page::cut(rows, size, filter, |row| (row.updated_at, row.id))
}
