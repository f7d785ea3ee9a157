//! Roles in JSON.

use chrono::{DateTime, Utc};
use entity::auth::{Role, ScopeKind};
use entity::ids::{AccountId, CommunityId, RoleGrantId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::auth::input::Mobile;
use crate::kernel::text::Line;

/// Which grant.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct RoleGrantPath {
    /// 任职编号
    pub role_grant_id: RoleGrantId,
}

/// What narrows the list of roles.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleQuery {
    /// 社区编号；只有平台管理员需要指明，不指明时列出平台级的任职
    pub community_id: Option<CommunityId>,
    /// 只看此账号的
    pub account_id: Option<AccountId>,
    /// 只看此角色的
    #[param(inline)]
    pub role: Option<Role>,
    /// 上一页给出的游标
    #[param(max_length = 512)]
    pub cursor: Option<String>,
    /// 每页数量
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub page_size: Option<u64>,
    /// 是否给出总数
    pub with_total: Option<bool>,
}

/// 任命
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"phone": "13812341234", "name": "王海燕", "role": "community_staff"}))]
pub struct GrantRole {
    /// 账号编号；与 phone 二选一
    pub account_id: Option<AccountId>,
    /// 手机号；没有此账号时新建一个，本人微信登录并绑定该手机号后即生效
    pub phone: Option<Mobile>,
    /// 姓名；仅用于新建账号
    pub name: Option<Line<30>>,
    /// 角色
    pub role: Role,
    /// 任职范围的编号：网格长为网格，楼长为楼栋，单元长为单元，共建单位成员为共建单位；其余为社区，可省略
    pub scope_id: Option<Uuid>,
}

/// 一项任职
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleGrant {
    /// 编号
    pub id: RoleGrantId,
    /// 任职的人
    pub holder: RoleHolder,
    /// 角色
    pub role: Role,
    /// 范围的种类
    pub scope_kind: ScopeKind,
    /// 范围的编号；平台级为 null
    #[schema(required = true)]
    pub scope_id: Option<Uuid>,
    /// 任命人；由系统任命时为 null
    #[schema(required = true)]
    pub granted_by: Option<AccountId>,
    /// 任命时间
    pub created_at: DateTime<Utc>,
}

/// 任职的人
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleHolder {
    /// 账号编号
    pub account_id: AccountId,
    /// 姓名（脱敏）
    #[schema(required = true, example = "张*")]
    pub name: Option<String>,
    /// 手机号（脱敏）
    #[schema(required = true, example = "138****1234")]
    pub phone: Option<String>,
    /// 是否已绑定微信或设置密码，即能否登录
    pub can_sign_in: bool,
}
