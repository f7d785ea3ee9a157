//! Reviews as JSON: what the staff see, what the author sees in plain words.

mod own;

pub use own::{MyReview, mine};

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::ids::{ContentReportId, ContentReviewId, ContentWordId, MediaId};
use entity::moderation::{
    ContentKind, ReportReason, ReviewCause, ReviewStatus, ReviewVerb, Screening, WordRule, content_report,
    content_review, content_word,
};
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::service::Finding;
use super::{state, store};
use crate::auth::{Actor, masked_names};
use crate::error::Result;
use crate::kernel::Kernel;
use crate::media::{self, Looker, Picture};

/// 一次举报；不显示举报人
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContentReport {
    /// 编号
    pub id: ContentReportId,
    /// 理由
    pub reason: ReportReason,
    /// 说明
    #[schema(required = true)]
    pub text: Option<String>,
    /// 时间
    pub created_at: DateTime<Utc>,
}

/// 一项内容审核
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContentReview {
    /// 编号
    pub id: ContentReviewId,
    /// 内容的种类
    pub kind: ContentKind,
    /// 内容的编号
    pub subject_id: Uuid,
    /// 状态
    pub status: ReviewStatus,
    /// 现在能否公开
    pub screening: Screening,
    /// 转人工的原因
    #[schema(required = true)]
    pub cause: Option<ReviewCause>,
    /// 自动检查发现的
    pub findings: Vec<Finding>,
    /// 文字；图片为空
    pub text: String,
    /// 图片
    #[schema(required = true)]
    pub picture: Option<Picture>,
    /// 作者，已遮盖；没有账号的为 null
    #[schema(required = true, example = "张*")]
    pub author: Option<String>,
    /// 举报，旧的在前
    pub reports: Vec<ContentReport>,
    /// 从何时起等待审核
    #[schema(required = true)]
    pub waiting_since: Option<DateTime<Utc>>,
    /// 是否由本人领取
    pub claimed_by_me: bool,
    /// 领取到何时；没有人领取时为 null
    #[schema(required = true)]
    pub claimed_until: Option<DateTime<Utc>>,
    /// 上次结论的时间
    #[schema(required = true)]
    pub decided_at: Option<DateTime<Utc>>,
    /// 上次结论的理由
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 作者的申诉
    #[schema(required = true)]
    pub appeal: Option<String>,
    /// 申诉时间
    #[schema(required = true)]
    pub appealed_at: Option<DateTime<Utc>>,
    /// 您现在可以做的
    pub allowed_actions: Vec<ReviewVerb>,
    /// 版本号
    pub version: i32,
    /// 提交时间
    pub created_at: DateTime<Utc>,
    /// 更新时间
    pub updated_at: DateTime<Utc>,
}

/// 词库中的一个词
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContentWord {
    /// 编号
    pub id: ContentWordId,
    /// 词
    pub word: String,
    /// 怎样对待
    pub rule: WordRule,
    /// 加入时间
    pub created_at: DateTime<Utc>,
}

impl From<content_word::Model> for ContentWord {
    fn from(row: content_word::Model) -> Self {
        Self { id: row.id, word: row.word, rule: row.rule, created_at: row.created_at }
    }
}

impl From<content_report::Model> for ContentReport {
    fn from(row: content_report::Model) -> Self {
        Self { id: row.id, reason: row.reason, text: row.text, created_at: row.created_at }
    }
}

/// Reviews as the staff see them; three look-ups for all.
pub async fn reviews(
    kernel: &Kernel,
    conn: &impl ConnectionTrait,
    actor: &Actor,
    now: DateTime<Utc>,
    rows: Vec<content_review::Model>,
) -> Result<Vec<ContentReview>> {
    let names = masked_names(conn, &kernel.vault, rows.iter().filter_map(|row| row.author_account_id)).await?;
    let shown = rows.iter().filter(|row| row.kind == ContentKind::Picture).map(|row| MediaId(row.subject_id));
    let mut pictures = media::service::pictures(kernel, conn, Looker::Office, shown).await?;
    let mut reports: HashMap<ContentReviewId, Vec<ContentReport>> = HashMap::new();
    for report in store::reports(conn, rows.iter().map(|row| row.id)).await? {
        reports.entry(report.review_id).or_default().push(report.into());
    }
    let view = |row: content_review::Model| ContentReview {
        picture: pictures.remove(&MediaId(row.subject_id)),
        author: row.author_account_id.and_then(|author| names.get(&author).cloned()),
        reports: reports.remove(&row.id).unwrap_or_default(),
        claimed_by_me: row.claimed_until.is_some_and(|until| until > now) && row.claimed_by == actor.account_id(),
        claimed_until: row.claimed_until.filter(|until| *until > now),
        ..review(actor, row)
    };
    Ok(rows.into_iter().map(view).collect())
}

/// What stands in the row itself.
fn review(actor: &Actor, row: content_review::Model) -> ContentReview {
    ContentReview {
        id: row.id,
        kind: row.kind,
        subject_id: row.subject_id,
        status: row.status,
        screening: state::screening(&row),
        cause: row.cause,
        findings: Finding::read(&row.findings),
        picture: None,
        author: None,
        reports: Vec::new(),
        waiting_since: row.waiting_since,
        claimed_by_me: false,
        claimed_until: None,
        decided_at: row.decided_at,
        reason: row.reason.clone(),
        appeal: row.appeal.clone(),
        appealed_at: row.appealed_at,
        allowed_actions: state::allowed(&row, &state::standings(actor, &row)),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        text: row.text,
    }
}
