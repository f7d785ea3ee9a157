//! Looks at what is masked elsewhere: at the own data, and those that one took.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// 一次对完整个人信息的查看
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Look {
    /// 在哪里看的：名册、业主名册、住户认领、心愿
    #[schema(example = "resident")]
    pub subject_kind: String,
    /// 查看者的姓名，已遮盖
    #[schema(required = true, example = "李*")]
    pub by: Option<String>,
    /// 查看的内容
    pub fields: Vec<String>,
    /// 原因
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 时间
    pub at: DateTime<Utc>,
}

/// 我对他人完整个人信息的一次查看
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LookMade {
    /// 哪类事物
    #[schema(example = "wish")]
    pub subject_kind: String,
    /// 哪一个
    pub subject_id: Uuid,
    /// 查看的内容
    pub fields: Vec<String>,
    /// 原因
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 时间
    pub at: DateTime<Utc>,
}
