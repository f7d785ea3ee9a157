//! What a person is told about themselves.

use chrono::{DateTime, NaiveDate, Utc};
use entity::auth::{Role, ScopeKind};
use entity::community::{ClaimStatus, ConsentDocument, Relation, ResidentTag};
use entity::ids::{
    AccountId, BuildingId, CommunityId, CompoundId, ConsentId, GridId, HouseholdId, ResidentId, SessionId,
};
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
pub struct Consents {
    /// 同意的记录，新的在前
    pub items: Vec<Consent>,
    /// 尚待同意的文件
    pub due: Vec<ConsentDue>,
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

/// 关于我的全部信息
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyExport {
    /// 导出时间
    pub exported_at: DateTime<Utc>,
    /// 账号
    pub account: MyAccount,
    /// 角色
    pub roles: Vec<MyRole>,
    /// 登录过的设备
    pub sessions: Vec<MySession>,
    /// 社区名册上的记录
    #[schema(required = true)]
    pub resident: Option<MyRecord>,
    /// 住户认领
    pub household_claims: Vec<MyHouseholdClaim>,
    /// 同意书
    pub consents: Vec<Consent>,
    /// 所在的团队
    pub teams: Vec<String>,
    /// 谁在何时为何查看过我的完整个人信息
    pub looks: Vec<Look>,
    /// 微心愿：提出的、附和的、认领的
    #[schema(value_type = Object)]
    pub wishes: serde_json::Value,
}

/// 我的账号，未遮盖
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyAccount {
    /// 账号
    pub id: AccountId,
    /// 显示名
    #[schema(required = true)]
    pub display_name: Option<String>,
    /// 手机号
    #[schema(required = true)]
    pub phone: Option<String>,
    /// 绑定的微信小程序
    pub wechat_apps: Vec<String>,
    /// 注册时间
    pub created_at: DateTime<Utc>,
}

/// 我登录过的设备
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MySession {
    /// 编号
    pub id: SessionId,
    /// 设备
    #[schema(required = true)]
    pub user_agent: Option<String>,
    /// 登录时间
    pub created_at: DateTime<Utc>,
    /// 最近使用时间
    pub last_used_at: DateTime<Utc>,
}

/// 名册上的我，未遮盖
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyRecord {
    /// 编号
    pub id: ResidentId,
    /// 姓名
    pub name: String,
    /// 手机号
    #[schema(required = true)]
    pub phone: Option<String>,
    /// 身份证号
    #[schema(required = true)]
    pub id_number: Option<String>,
    /// 出生日期
    #[schema(required = true)]
    pub birth_date: Option<NaiveDate>,
    /// 与户主关系
    pub relation: Relation,
    /// 是否业主
    pub is_owner: bool,
    /// 标签
    pub tags: Vec<ResidentTag>,
    /// 住址
    #[schema(required = true)]
    pub address: Option<String>,
}

/// 我的住户认领，未遮盖
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyHouseholdClaim {
    /// 姓名
    pub name: String,
    /// 补充说明
    #[schema(required = true)]
    pub note: Option<String>,
    /// 状态
    pub status: ClaimStatus,
    /// 拒绝的原因
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 提交时间
    pub created_at: DateTime<Utc>,
}

/// 一次对完整个人信息的查看
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Look {
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
