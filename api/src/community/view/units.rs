//! 单元.

use chrono::{DateTime, Utc};
use entity::ids::{BuildingId, CommunityId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_query;
use crate::kernel::text::Line;

/// 单元
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Unit {
    /// 编号
    pub id: UnitId,
    /// 所属社区
    pub community_id: CommunityId,
    /// 所属楼栋
    pub building_id: BuildingId,
    /// 名称
    #[schema(example = "2单元")]
    pub name: String,
    /// 版本号
    pub version: i32,
    /// 建立时间
    pub created_at: DateTime<Utc>,
    /// 最近修改时间
    pub updated_at: DateTime<Utc>,
}

/// 单元的内容
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitInput {
    /// 所属楼栋；建立后不能更换
    pub building_id: BuildingId,
    /// 名称，楼栋内不重复
    #[schema(example = "2单元")]
    pub name: Line<30>,
    /// 修改时所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names a unit.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct UnitPath {
    /// 单元编号
    pub unit_id: UnitId,
}

list_query! {
    /// Narrows a list of units.
    UnitQuery by "^-?createdAt$" {
        /// 楼栋
        building_id: BuildingId,
        /// 社区；只有平台管理员需要指明
        community_id: CommunityId,
    }
}
