//! A neighbour finds that something should not stand there. A person looks; where several find so, it is
//! taken from the others' sight until then.

use entity::ids::{AccountId, ContentReportId, ContentReviewId};
use entity::moderation::{
    ContentKind, ReportReason, ReviewCause, ReviewStatus, ReviewVerb, content_report, content_review,
};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use super::finding::Finding;
use super::settle::{Step, go};
use crate::auth::Actor;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::moderation::rooms::{self, Written};
use crate::moderation::state::Standing;
use crate::moderation::store;

/// So many neighbours take something from sight before a person has looked.
const WITHHOLDING: u64 = 3;

/// What is reported, and why.
#[derive(Clone, Debug)]
pub struct Report {
    /// The kind of thing.
    pub kind: ContentKind,
    /// The thing.
    pub subject: Uuid,
    /// Why.
    pub reason: ReportReason,
    /// In the reporter's words.
    pub text: Option<String>,
}

/// Writes the report down and calls the staff.
///
/// # Errors
/// `not_found` for what the actor does not see; `forbidden` for the own; `already_exists` for the second time.
pub async fn report(tx: &Tx<'_>, actor: &Actor, report: Report) -> Result<content_report::Model> {
    let account = actor.account()?;
    let written = rooms::written(tx, actor, report.kind, report.subject).await?;
    if written.author == Some(account) {
        return Err(Code::Forbidden.into());
    }
    let row = match store::of(tx, report.kind, written.subject).await? {
        Some(row) => row,
        None => unquestioned(tx, &report, &written).await?,
    };
    let made = write_down(tx, account, row.id, &report).await?;
    let change = content_review::ActiveModel {
        text: Set(written.text),
        cause: Set(row.cause.filter(|_| row.status == ReviewStatus::Waiting).or(Some(ReviewCause::Reported))),
        ..Default::default()
    };
    let withheld = row.withheld || since_decision(tx, &row).await? >= WITHHOLDING;
    go(tx, &row, ReviewVerb::Report, &[Standing::Neighbour], Step { change, withheld: Some(withheld), reason: None })
        .await?;
    Ok(made)
}

async fn write_down(
    tx: &Tx<'_>,
    account: AccountId,
    review: ContentReviewId,
    report: &Report,
) -> Result<content_report::Model> {
    let row = content_report::ActiveModel {
        id: Set(ContentReportId::new()),
        review_id: Set(review),
        account_id: Set(account),
        reason: Set(report.reason),
        text: Set(report.text.clone()),
        created_at: Set(tx.now()),
    };
    row.insert(tx).await.or_conflict(Code::AlreadyExists)
}

/// What a person decided was decided knowing the reports before.
async fn since_decision(tx: &Tx<'_>, row: &content_review::Model) -> Result<u64> {
    let mut reports = content_report::Entity::find().filter(content_report::Column::ReviewId.eq(row.id));
    if let Some(decided) = row.decided_at {
        reports = reports.filter(content_report::Column::CreatedAt.gt(decided));
    }
    Ok(reports.count(tx).await?)
}

/// The review of something that nobody has doubted so far.
async fn unquestioned(tx: &Tx<'_>, report: &Report, written: &Written) -> Result<content_review::Model> {
    let row = content_review::ActiveModel {
        id: Set(ContentReviewId::new()),
        community_id: Set(written.community),
        kind: Set(report.kind),
        subject_id: Set(written.subject),
        author_account_id: Set(written.author),
        text: Set(String::new()),
        status: Set(ReviewStatus::Passed),
        withheld: Set(false),
        findings: Set(Finding::kept(&[])),
        attempts: Set(0),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    // Of two first reports at once the second finds the first one's.
    content_review::Entity::insert(row).on_conflict(once()).exec_without_returning(tx).await?;
    store::of(tx, report.kind, written.subject).await?.ok_or_else(|| Code::Internal.into())
}

fn once() -> sea_orm::sea_query::OnConflict {
    let columns = [content_review::Column::Kind, content_review::Column::SubjectId];
    sea_orm::sea_query::OnConflict::columns(columns).do_nothing().to_owned()
}
