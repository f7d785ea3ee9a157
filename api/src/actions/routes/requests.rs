//! What callers send about actions and sign-ups.

use entity::actions::HostKind;
use entity::ids::{ActionId, ShiftId, ShiftRoleId, SignupId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::content::ActionContent;
use crate::kernel::text::Prose;

/// Which action.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct ActionPath {
    /// 行动编号
    pub action_id: ActionId,
}

/// Which shift of which action.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct ShiftPath {
    /// 行动编号
    pub action_id: ActionId,
    /// 班次编号
    pub shift_id: ShiftId,
}

/// Which role of which action.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct RolePath {
    /// 行动编号
    pub action_id: ActionId,
    /// 岗位编号
    pub shift_role_id: ShiftRoleId,
}

/// Which sign-up.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct SignupPath {
    /// 报名编号
    pub signup_id: SignupId,
}

/// 一次新的行动
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateAction {
    /// 主办方
    pub host_kind: HostKind,
    /// 团队或共建单位的编号；社区主办时省略
    pub host_id: Option<Uuid>,
    /// 内容
    pub content: ActionContent,
}

/// 修改行动
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateAction {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 内容
    pub content: ActionContent,
}

/// 对行动的操作
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActionMove {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
}

/// 对行动或报名的操作，须说明原因
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActionMoveBecause {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 原因
    pub reason: Prose<500>,
}

/// 调整名额
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeCapacity {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 新的名额
    #[schema(minimum = 1, maximum = 1000)]
    pub capacity: i32,
}
