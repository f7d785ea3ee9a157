//! 楼栋.

use chrono::{DateTime, Utc};
use entity::ids::{BuildingId, CommunityId, CompoundId, GridId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_query;
use crate::kernel::text::Line;

/// 楼栋
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Building {
    /// 编号
    pub id: BuildingId,
    /// 所属社区
    pub community_id: CommunityId,
    /// 所属小区；不在小区内时为 null
    #[schema(required = true)]
    pub compound_id: Option<CompoundId>,
    /// 所属网格
    pub grid_id: GridId,
    /// 名称
    #[schema(example = "3栋")]
    pub name: String,
    /// 版本号
    pub version: i32,
    /// 建立时间
    pub created_at: DateTime<Utc>,
    /// 最近修改时间
    pub updated_at: DateTime<Utc>,
}

/// 楼栋的内容
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BuildingInput {
    /// 所属小区
    pub compound_id: Option<CompoundId>,
    /// 所属网格
    pub grid_id: GridId,
    /// 名称，小区内不重复
    #[schema(example = "3栋")]
    pub name: Line<60>,
    /// 修改时所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names a building.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct BuildingPath {
    /// 楼栋编号
    pub building_id: BuildingId,
}

list_query! {
    /// Narrows a list of buildings.
    BuildingQuery by "^-?createdAt$" {
        /// 小区
        compound_id: CompoundId,
        /// 网格
        grid_id: GridId,
        /// 名称
        name: String,
        /// 社区；只有平台管理员需要指明
        community_id: CommunityId,
    }
}
