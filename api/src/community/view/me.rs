//! What a person is told about themselves.

use chrono::{DateTime, Utc};
use entity::auth::{Role, ScopeKind};
use entity::community::ConsentDocument;
use entity::ids::{AccountId, BuildingId, CommunityId, CompoundId, ConsentId, GridId, HouseholdId, ResidentId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::kernel::text::Line;

/// 我的资料
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// 账号
    pub id: AccountId,
    /// 所属社区；尚未加入时为 null
    #[schema(required = true)]
    pub community_id: Option<CommunityId>,
    /// 显示名，已遮盖
    #[schema(required = true, example = "张*")]
    pub display_name: Option<String>,
    /// 手机号，已遮盖
    #[schema(required = true, example = "138****1234")]
    pub phone: Option<String>,
    /// 当前的角色
    pub roles: Vec<MyRole>,
    /// 已认证的住处；未认证时为 null
    #[schema(required = true)]
    pub residency: Option<MyResidency>,
    /// 尚待同意的文件
    pub consents_due: Vec<ConsentDue>,
    /// 版本号
    pub version: i32,
    /// 注册时间
    pub created_at: DateTime<Utc>,
}

/// 我的一个角色
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyRole {
    /// 角色
    pub role: Role,
    /// 范围的类型
    pub scope_kind: ScopeKind,
    /// 范围的编号；平台为 null
    #[schema(required = true, value_type = Option<String>, format = Uuid)]
    pub scope_id: Option<Uuid>,
}

/// 我的住处
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyResidency {
    /// 名册上的居民
    pub resident_id: ResidentId,
    /// 户
    pub household_id: HouseholdId,
    /// 网格
    pub grid_id: GridId,
    /// 小区
    #[schema(required = true)]
    pub compound_id: Option<CompoundId>,
    /// 楼栋
    #[schema(required = true)]
    pub building_id: Option<BuildingId>,
    /// 位置，不含门牌号
    #[schema(example = "吉祥苑小区 3栋 2单元")]
    pub place: String,
}

/// 修改我的资料
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeMe {
    /// 显示名
    #[schema(example = "张秀兰")]
    pub display_name: Line<30>,
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// 注销并删除个人信息
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EraseMe {
    /// 确认注销，须为 true；此操作不能撤销
    #[schema(example = true)]
    pub confirm: bool,
}

/// 待同意的文件
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentDue {
    /// 文件
    pub document: ConsentDocument,
    /// 现行版本
    #[schema(value_type = String, example = "2026-11")]
    pub document_version: &'static str,
}

/// 一次同意
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// 编号
    pub id: ConsentId,
    /// 文件
    pub document: ConsentDocument,
    /// 版本
    #[schema(example = "2026-11")]
    pub document_version: String,
    /// 同意的时间
    pub given_at: DateTime<Utc>,
    /// 撤回的时间
    #[schema(required = true)]
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// 我的同意书
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Consents {
    /// 同意的记录，新的在前
    pub items: Vec<Consent>,
    /// 尚待同意的文件
    pub due: Vec<ConsentDue>,
    /// 所有文件的现行版本；注册志愿者时要带上志愿者须知的
    pub in_force: Vec<ConsentDue>,
}

/// 同意一份文件
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GiveConsent {
    /// 文件
    pub document: ConsentDocument,
    /// 现行版本
    #[schema(example = "2026-11")]
    pub document_version: Line<32>,
}

/// Names a consent.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct ConsentPath {
    /// 同意记录的编号
    pub consent_id: ConsentId,
}
