//! 团队.

use chrono::{DateTime, Utc};
use entity::community::TeamKind;
use entity::ids::{AccountId, CommunityId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_query;
use crate::kernel::text::Line;

/// 团队
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Team {
    /// 编号
    pub id: TeamId,
    /// 所属社区
    pub community_id: CommunityId,
    /// 名称
    #[schema(example = "红管家服务队")]
    pub name: String,
    /// 类型
    pub kind: TeamKind,
    /// 负责人的账号
    #[schema(required = true)]
    pub leader_account_id: Option<AccountId>,
    /// 成员人数
    pub members: u64,
    /// 版本号
    pub version: i32,
    /// 建立时间
    pub created_at: DateTime<Utc>,
    /// 最近修改时间
    pub updated_at: DateTime<Utc>,
}

/// 团队的内容
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TeamInput {
    /// 名称，社区内不重复
    #[schema(example = "红管家服务队")]
    pub name: Line<60>,
    /// 类型
    pub kind: TeamKind,
    /// 负责人的账号，须属于本社区
    pub leader_account_id: Option<AccountId>,
    /// 修改时所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names a team.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct TeamPath {
    /// 团队编号
    pub team_id: TeamId,
}

list_query! {
    /// Narrows a list of teams.
    TeamQuery by "^-?(createdAt|name)$" {
        /// 类型
        kind: TeamKind,
        /// 社区；只有平台管理员需要指明
        community_id: CommunityId,
    }
}

/// 团队成员
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TeamMember {
    /// 账号
    pub account_id: AccountId,
    /// 姓名，已遮盖
    #[schema(required = true, example = "张*")]
    pub name: Option<String>,
    /// 加入时间
    pub joined_at: DateTime<Utc>,
}

/// 加入团队的人
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewTeamMember {
    /// 账号，须属于本社区
    pub account_id: AccountId,
}

/// Names a member of a team.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct TeamMemberPath {
    /// 团队编号
    pub team_id: TeamId,
    /// 成员的账号
    pub account_id: AccountId,
}
