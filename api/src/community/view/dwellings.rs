//! 房屋.

use chrono::{DateTime, Utc};
use entity::community::DwellingKind;
use entity::ids::{BuildingId, CommunityId, DwellingId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_query;
use crate::kernel::text::Line;

/// 房屋
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Dwelling {
    /// 编号
    pub id: DwellingId,
    /// 所属社区
    pub community_id: CommunityId,
    /// 所属楼栋
    pub building_id: BuildingId,
    /// 所属单元；楼栋不分单元时为 null
    #[schema(required = true)]
    pub unit_id: Option<UnitId>,
    /// 位置，不含门牌号
    #[schema(example = "吉祥苑小区 3栋 2单元")]
    pub place: String,
    /// 门牌号，已遮盖
    #[schema(example = "3**")]
    pub door: String,
    /// 专有部分面积，单位 0.01 m²
    #[schema(required = true, example = 8950)]
    pub area_centi_m2: Option<i64>,
    /// 用途
    pub kind: DwellingKind,
    /// 版本号
    pub version: i32,
    /// 建立时间
    pub created_at: DateTime<Utc>,
    /// 最近修改时间
    pub updated_at: DateTime<Utc>,
}

/// 房屋的内容
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DwellingInput {
    /// 所属楼栋
    pub building_id: BuildingId,
    /// 所属单元
    pub unit_id: Option<UnitId>,
    /// 门牌号，单元（或不分单元的楼栋）内不重复；修改时不填则保持不变
    #[serde(default, deserialize_with = "super::given")]
    #[schema(nullable = false, value_type = Option<Line<20>>, example = "301")]
    pub door: Option<Line<20>>,
    /// 专有部分面积，单位 0.01 m²
    #[schema(minimum = 1, maximum = 100_000_000, example = 8950)]
    pub area_centi_m2: Option<i64>,
    /// 用途
    pub kind: DwellingKind,
    /// 修改时所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names a dwelling.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct DwellingPath {
    /// 房屋编号
    pub dwelling_id: DwellingId,
}

list_query! {
    /// Narrows a list of dwellings.
    DwellingQuery by "^-?createdAt$" {
        /// 楼栋
        building_id: BuildingId,
        /// 单元
        unit_id: UnitId,
        /// 完整的门牌号
        door: String,
        /// 社区；只有平台管理员需要指明
        community_id: CommunityId,
    }
}
