//! 网格.

use chrono::{DateTime, Utc};
use entity::community::GridKind;
use entity::ids::{CommunityId, GridId};
use entity::wishes::Datum;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_query;
use crate::kernel::text::Line;

/// 网格中心点
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GridCenter {
    /// 纬度
    #[schema(minimum = -90, maximum = 90, example = 43.8728)]
    pub lat: f64,
    /// 经度
    #[schema(minimum = -180, maximum = 180, example = 125.3671)]
    pub lng: f64,
    /// 坐标系；网格中心点只用 gcj02
    #[schema(example = "gcj02")]
    pub datum: Datum,
}

/// 网格
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Grid {
    /// 编号
    pub id: GridId,
    /// 所属社区
    pub community_id: CommunityId,
    /// 网格编码，社区内不重复
    #[schema(example = "220105001001001")]
    pub code: String,
    /// 名称
    #[schema(example = "第一网格")]
    pub name: String,
    /// 类型
    pub kind: GridKind,
    /// 中心点
    #[schema(required = true)]
    pub center: Option<GridCenter>,
    /// 排序
    pub sort: i32,
    /// 版本号
    pub version: i32,
    /// 建立时间
    pub created_at: DateTime<Utc>,
    /// 最近修改时间
    pub updated_at: DateTime<Utc>,
}

/// 网格的内容
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GridInput {
    /// 网格编码，社区内不重复
    #[schema(example = "220105001001001")]
    pub code: Line<32>,
    /// 名称
    #[schema(example = "第一网格")]
    pub name: Line<60>,
    /// 类型
    pub kind: GridKind,
    /// 中心点
    pub center: Option<GridCenter>,
    /// 排序，默认 0
    #[serde(default)]
    pub sort: i32,
    /// 修改时所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names a grid.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct GridPath {
    /// 网格编号
    pub grid_id: GridId,
}

list_query! {
    /// Narrows a list of grids.
    GridQuery by "^-?createdAt$" {
        /// 类型
        kind: GridKind,
        /// 网格编码
        code: String,
        /// 社区；只有平台管理员需要指明
        community_id: CommunityId,
    }
}
