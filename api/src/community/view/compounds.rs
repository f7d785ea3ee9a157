//! 小区.

use chrono::{DateTime, Utc};
use entity::community::Governance;
use entity::ids::{CommunityId, CompoundId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_query;
use crate::kernel::text::Line;

/// 小区
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Compound {
    /// 编号
    pub id: CompoundId,
    /// 所属社区
    pub community_id: CommunityId,
    /// 名称
    #[schema(example = "吉祥苑小区")]
    pub name: String,
    /// 自治组织
    pub governance: Governance,
    /// 版本号
    pub version: i32,
    /// 建立时间
    pub created_at: DateTime<Utc>,
    /// 最近修改时间
    pub updated_at: DateTime<Utc>,
}

/// 小区的内容
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompoundInput {
    /// 名称，社区内不重复
    #[schema(example = "吉祥苑小区")]
    pub name: Line<60>,
    /// 自治组织
    pub governance: Governance,
    /// 修改时所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names a compound.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct CompoundPath {
    /// 小区编号
    pub compound_id: CompoundId,
}

list_query! {
    /// Narrows a list of compounds.
    CompoundQuery by "^-?(createdAt|name)$" {
        /// 名称
        name: String,
        /// 社区；只有平台管理员需要指明
        community_id: CommunityId,
    }
}
