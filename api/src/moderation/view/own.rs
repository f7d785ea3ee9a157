//! What became of the own words and pictures, in plain words.

use chrono::{DateTime, Utc};
use entity::ids::ContentReviewId;
use entity::moderation::{ContentKind, ReviewCause, ReviewStatus, ReviewVerb, Screening, content_review};
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Actor;
use crate::moderation::state;

/// 我发布的一项内容，及其能否公开
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyReview {
    /// 编号
    pub id: ContentReviewId,
    /// 内容的种类
    pub kind: ContentKind,
    /// 内容的编号
    pub subject_id: Uuid,
    /// 能否公开
    pub screening: Screening,
    /// 说明，可直接展示
    #[schema(example = "工作人员正在看您发布的内容，通过后大家就能看到。")]
    pub explanation: String,
    /// 说明（英文）
    pub explanation_en: String,
    /// 结论的理由
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 文字；图片为空
    pub text: String,
    /// 申诉时间
    #[schema(required = true)]
    pub appealed_at: Option<DateTime<Utc>>,
    /// 您现在可以做的
    pub allowed_actions: Vec<ReviewVerb>,
    /// 版本号
    pub version: i32,
    /// 更新时间
    pub updated_at: DateTime<Utc>,
}

/// A review as the author sees it: without the words that were found, which would teach how to get around them.
pub fn mine(actor: &Actor, row: content_review::Model) -> MyReview {
    let (explanation, explanation_en) = explain(&row);
    MyReview {
        id: row.id,
        kind: row.kind,
        subject_id: row.subject_id,
        screening: state::screening(&row),
        explanation: explanation.to_owned(),
        explanation_en: explanation_en.to_owned(),
        reason: row.reason.clone(),
        appealed_at: row.appealed_at,
        allowed_actions: state::allowed(&row, &state::standings(actor, &row)),
        version: row.version,
        updated_at: row.updated_at,
        text: row.text,
    }
}

/// What it means for the author, in plain words.
fn explain(row: &content_review::Model) -> (&'static str, &'static str) {
    match (row.status, row.cause, row.withheld) {
        (ReviewStatus::Checking, ..) => (
            "正在自动检查，一般几秒钟，通过后大家就能看到。",
            "It is being checked, mostly for seconds; others see it after that.",
        ),
        (ReviewStatus::Waiting, Some(ReviewCause::Appealed), _) => (
            "您的申诉已收到，由另一位工作人员重新审核。",
            "Your appeal has arrived. Somebody else of the staff looks at it.",
        ),
        (ReviewStatus::Waiting, _, false) => (
            "有居民举报了这项内容，工作人员会看一看；现在仍然公开。",
            "A resident has reported it and the staff will look. Others still see it.",
        ),
        (ReviewStatus::Waiting, Some(ReviewCause::CheckFailed | ReviewCause::OtherChannel), true) => (
            "自动检查没有完成，工作人员看过后大家就能看到。",
            "It could not be checked by itself. Others see it once the staff have looked.",
        ),
        (ReviewStatus::Waiting, ..) => (
            "工作人员正在看您发布的内容，通过后大家就能看到。",
            "The staff look at what you wrote. Others see it after that.",
        ),
        (ReviewStatus::Passed, ..) if row.kind == ContentKind::Action => (
            "已通过审核，行动发布后大家可以看到。",
            "It has passed review. Others see it once the action is published.",
        ),
        (ReviewStatus::Passed, ..) => ("已通过审核，大家可以看到。", "It has passed review. Others see it."),
        (ReviewStatus::Refused, ..) if row.appealed_at.is_none() => (
            "没有通过审核，不公开。您可以申诉一次，说明情况。",
            "It did not pass review, and others do not see it. You can appeal once and say why it should.",
        ),
        (ReviewStatus::Refused, ..) => {
            ("申诉后仍未通过审核，不公开。", "It did not pass review after your appeal either. Others do not see it.")
        }
    }
}
