//! Everything that is known about a person, as it is handed over.

use chrono::{DateTime, NaiveDate, Utc};
use entity::auth::{Role, ScopeKind};
use entity::community::{ClaimStatus, Relation, ResidentTag};
use entity::ids::{AccountId, ApiClientId, ResidentId, SessionId, WishId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Consent, Look, LookMade, MyOwnership};
use crate::media::Picture;
use crate::notifications::Notification;

/// 关于我的全部信息
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyExport {
    /// 导出时间
    pub exported_at: DateTime<Utc>,
    /// 账号
    pub account: MyAccount,
    /// 曾经和现在的角色
    pub roles: Vec<MyRoleRecord>,
    /// 登录过的设备
    pub sessions: Vec<MySession>,
    /// 社区名册上的记录
    #[schema(required = true)]
    pub resident: Option<MyRecord>,
    /// 业主名册上的记录
    pub owners: Vec<MyOwnership>,
    /// 住户认领
    pub household_claims: Vec<MyHouseholdClaim>,
    /// 同意书
    pub consents: Vec<Consent>,
    /// 所在的团队
    pub teams: Vec<String>,
    /// 谁在何时为何查看过我的完整个人信息
    pub looks: Vec<Look>,
    /// 我查看过谁的完整个人信息
    pub looked: Vec<LookMade>,
    /// 上传的图片，含有时限的下载地址
    pub pictures: Vec<MyPicture>,
    /// 站内消息，新的在前
    pub notifications: Vec<Notification>,
    /// 微信订阅消息：同意的次数、发送的消息
    #[schema(value_type = Object)]
    pub wechat_messages: serde_json::Value,
    /// 我建立的第三方接口密钥
    pub api_clients: Vec<MyApiClient>,
    /// 操作记录：我做过什么，旧的在前
    pub deeds: Vec<Deed>,
    /// 微心愿：提出的、附和的、认领的、写过的
    #[schema(value_type = Object)]
    pub wishes: serde_json::Value,
    /// 微议事：提出的、附议的、发言
    #[schema(value_type = Object)]
    pub deliberations: serde_json::Value,
    /// 微力量：志愿者资料、时长与积分
    #[schema(value_type = Object)]
    pub volunteering: serde_json::Value,
    /// 微行动：报名、到场、所领的行动
    #[schema(value_type = Object)]
    pub actions: serde_json::Value,
    /// 应急：收到的召集和答复
    #[schema(value_type = Object)]
    pub emergencies: serde_json::Value,
    /// 内容安全：所发布内容的审核、所作的举报
    #[schema(value_type = Object)]
    pub moderation: serde_json::Value,
}

/// 一个角色的来去
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyRoleRecord {
    /// 角色
    pub role: Role,
    /// 范围的类型
    pub scope_kind: ScopeKind,
    /// 范围的编号；平台为 null
    #[schema(required = true, value_type = Option<String>, format = Uuid)]
    pub scope_id: Option<Uuid>,
    /// 授予的时间
    pub granted_at: DateTime<Utc>,
    /// 收回的时间
    #[schema(required = true)]
    pub revoked_at: Option<DateTime<Utc>>,
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
    /// 是否设有密码
    pub has_password: bool,
    /// 注册时间
    pub created_at: DateTime<Utc>,
    /// 最近登录的时间
    #[schema(required = true)]
    pub last_seen_at: Option<DateTime<Utc>>,
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
    /// 退出或被移出的时间
    #[schema(required = true)]
    pub ended_at: Option<DateTime<Utc>>,
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

/// 我上传的一张图片
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyPicture {
    /// 图片
    pub picture: Picture,
    /// 用在哪个心愿；未使用时为 null
    #[schema(required = true)]
    pub wish_id: Option<WishId>,
    /// 上传的时间
    pub created_at: DateTime<Utc>,
}

/// 我建立的一个接口密钥
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyApiClient {
    /// 编号
    pub id: ApiClientId,
    /// 名称
    pub name: String,
    /// 建立的时间
    pub created_at: DateTime<Utc>,
}

/// 一次操作
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deed {
    /// 哪类事物
    #[schema(example = "wish")]
    pub subject_kind: String,
    /// 哪一个
    pub subject_id: Uuid,
    /// 动作
    #[schema(example = "submit")]
    pub verb: String,
    /// 当时写下的原因
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 时间
    pub at: DateTime<Utc>,
}
