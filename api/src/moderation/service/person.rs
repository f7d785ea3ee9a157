//! What is kept of a person here: for them, and to be forgotten with them.

use entity::ids::AccountId;
use entity::moderation::{ReviewStatus, content_report, content_review};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder};
use serde_json::{Value, json};

use crate::error::Result;
use crate::kernel::db::Tx;

/// Everything about what somebody wrote, as it was looked at, and what they reported.
pub async fn about(conn: &impl ConnectionTrait, account: AccountId) -> Result<Value> {
    let reviews = content_review::Entity::find()
        .filter(content_review::Column::AuthorAccountId.eq(account))
        .order_by_asc(content_review::Column::Id)
        .all(conn)
        .await?;
    let reports = content_report::Entity::find()
        .filter(content_report::Column::AccountId.eq(account))
        .order_by_asc(content_report::Column::Id)
        .all(conn)
        .await?;
    let review = |row: content_review::Model| {
        json!({
            "kind": row.kind, "subjectId": row.subject_id, "text": row.text, "status": row.status, "cause": row.cause,
            "reason": row.reason, "appeal": row.appeal, "createdAt": row.created_at, "decidedAt": row.decided_at,
        })
    };
    let report =
        |row: content_report::Model| json!({ "reason": row.reason, "text": row.text, "createdAt": row.created_at });
    Ok(json!({
        "reviews": reviews.into_iter().map(review).collect::<Vec<_>>(),
        "reports": reports.into_iter().map(report).collect::<Vec<_>>(),
    }))
}

/// Their words go. What waits has nobody to decide for any more: it stays unseen, and leaves the queue.
pub async fn forget(tx: &Tx<'_>, account: AccountId) -> Result<()> {
    let by_them = content_review::Column::AuthorAccountId.eq(account);
    let unseen = Condition::any()
        .add(content_review::Column::Status.eq(ReviewStatus::Checking))
        .add(content_review::Column::Withheld.eq(true));
    let over = content_review::ActiveModel {
        status: Set(ReviewStatus::Refused),
        withheld: Set(true),
        due_at: Set(None),
        leased_until: Set(None),
        waiting_since: Set(None),
        claimed_by: Set(None),
        claimed_until: Set(None),
        ..Default::default()
    };
    content_review::Entity::update_many().set(over).filter(by_them.clone()).filter(unseen).exec(tx).await?;
    let wordless = content_review::ActiveModel { text: Set(String::new()), appeal: Set(None), ..Default::default() };
    content_review::Entity::update_many().set(wordless).filter(by_them).exec(tx).await?;
    content_report::Entity::update_many()
        .col_expr(content_report::Column::Text, Expr::value(None::<String>))
        .filter(content_report::Column::AccountId.eq(account))
        .exec(tx)
        .await?;
    Ok(())
}
