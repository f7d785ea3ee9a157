//! What requests about content safety say.

use entity::ids::{ContentReviewId, ContentWordId};
use entity::moderation::{ContentKind, ReportReason, ReviewDecision, WordRule};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::kernel::text::{Line, Prose};

/// Which review.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct ContentReviewPath {
    /// 审核编号
    pub review_id: ContentReviewId,
}

/// Which word.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct ContentWordPath {
    /// 词的编号
    pub word_id: ContentWordId,
}

/// A page of the queue.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContentReviewQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 状态，默认 waiting
    #[param(example = "waiting")]
    pub status: Option<String>,
    /// 内容的种类，多个用逗号分隔
    #[param(example = "wish,picture")]
    pub kind: Option<String>,
    /// 转人工的原因，多个用逗号分隔
    #[param(example = "reported")]
    pub cause: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ModerationPageQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
}

/// 审核结论
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecideContentReview {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 结论
    pub decision: ReviewDecision,
    /// 给作者的理由；不通过时必填
    #[schema(example = "含有他人的电话号码，请去掉后重新提交")]
    pub reason: Option<Prose<200>>,
}

/// 对审核结论的申诉
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppealContentReview {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 为什么应当公开
    #[schema(example = "“百家乐”是我们小区合唱团的名字。")]
    pub text: Prose<500>,
}

/// 举报
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReportContent {
    /// 内容的种类
    pub kind: ContentKind,
    /// 内容的编号
    pub subject_id: Uuid,
    /// 理由
    pub reason: ReportReason,
    /// 说明
    pub text: Option<Prose<500>>,
}

/// 增加一个词
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddContentWord {
    /// 词，须含字母、数字或汉字
    #[schema(example = "刷单返现")]
    pub word: Line<100>,
    /// 怎样对待
    pub rule: WordRule,
}
