//! 社区, as everybody may know it, and what its admins decide.

use entity::community::community;
use entity::ids::{BuildingId, CommunityId, CompoundId, GridId, SubdistrictId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Grid;
use crate::kernel::text::Line;

/// 社区
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Community {
    /// 编号
    pub id: CommunityId,
    /// 名称
    #[schema(example = "吉通社区")]
    pub name: String,
    /// 所属街道
    pub subdistrict_id: SubdistrictId,
    /// 所属街道的名称
    #[schema(example = "东站街道")]
    pub subdistrict_name: String,
    /// 统计用区划代码，12 位
    #[schema(example = "220105001001")]
    pub division_code: String,
    /// 时区
    #[schema(example = "Asia/Shanghai")]
    pub time_zone: String,
    /// 地址
    #[schema(required = true)]
    pub address: Option<String>,
    /// 辖区面积，平方米
    #[schema(required = true, example = 450_000)]
    pub area_m2: Option<i64>,
    /// 公布的户数
    #[schema(required = true, example = 2524)]
    pub households_published: Option<i32>,
    /// 公布的人口数
    #[schema(required = true, example = 5646)]
    pub residents_published: Option<i32>,
}

impl Community {
    /// A community within its subdistrict.
    pub fn new(row: community::Model, subdistrict_name: String) -> Self {
        Self {
            id: row.id,
            name: row.name,
            subdistrict_id: row.subdistrict_id,
            subdistrict_name,
            division_code: row.division_code,
            time_zone: row.time_zone,
            address: row.address,
            area_m2: row.area_m2,
            households_published: row.households_published,
            residents_published: row.residents_published,
        }
    }
}

/// 全部社区
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Communities {
    /// 各社区
    pub items: Vec<Community>,
}

/// 社区的全部网格
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Grids {
    /// 各网格
    pub items: Vec<Grid>,
}

/// 社区的小区、楼栋与单元，供居民选择住处
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Places {
    /// 小区
    pub compounds: Vec<PlaceCompound>,
    /// 楼栋
    pub buildings: Vec<PlaceBuilding>,
}

/// 可选的小区
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlaceCompound {
    /// 编号
    pub id: CompoundId,
    /// 名称
    pub name: String,
}

/// 可选的楼栋
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlaceBuilding {
    /// 编号
    pub id: BuildingId,
    /// 名称
    pub name: String,
    /// 所属小区
    #[schema(required = true)]
    pub compound_id: Option<CompoundId>,
    /// 所属网格
    pub grid_id: GridId,
    /// 单元；不分单元时为空
    pub units: Vec<PlaceUnit>,
}

/// 可选的单元
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlaceUnit {
    /// 编号
    pub id: UnitId,
    /// 名称
    pub name: String,
}

/// 社区设置
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CommunitySettings {
    /// 名称
    pub name: String,
    /// 地址
    #[schema(required = true)]
    pub address: Option<String>,
    /// 公布的户数
    #[schema(required = true)]
    pub households_published: Option<i32>,
    /// 公布的人口数
    #[schema(required = true)]
    pub residents_published: Option<i32>,
    /// 每位认领方同时认领心愿的上限
    pub claim_limit: i32,
    /// 免打扰从几点开始（一天中的第几分钟，1260 即 21:00）；应急消息除外
    #[schema(example = 1260)]
    pub quiet_from: i32,
    /// 免打扰到几点结束（一天中的第几分钟，480 即 8:00）；与开始相同即不设免打扰
    #[schema(example = 480)]
    pub quiet_until: i32,
    /// 版本号
    pub version: i32,
}

impl From<community::Model> for CommunitySettings {
    fn from(row: community::Model) -> Self {
        Self {
            name: row.name,
            address: row.address,
            households_published: row.households_published,
            residents_published: row.residents_published,
            claim_limit: row.claim_limit,
            quiet_from: row.quiet_from,
            quiet_until: row.quiet_until,
            version: row.version,
        }
    }
}

/// 新的社区设置
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommunitySettingsInput {
    /// 名称
    #[schema(example = "吉通社区")]
    pub name: Line<60>,
    /// 地址
    pub address: Option<Line<200>>,
    /// 公布的户数
    #[schema(minimum = 0)]
    pub households_published: Option<i32>,
    /// 公布的人口数
    #[schema(minimum = 0)]
    pub residents_published: Option<i32>,
    /// 每位认领方同时认领心愿的上限
    #[schema(minimum = 1, maximum = 100, example = 3)]
    pub claim_limit: i32,
    /// 免打扰从几点开始（一天中的第几分钟）；不填则不改
    #[schema(minimum = 0, maximum = 1439, example = 1260)]
    pub quiet_from: Option<i32>,
    /// 免打扰到几点结束（一天中的第几分钟）；不填则不改
    #[schema(minimum = 0, maximum = 1439, example = 480)]
    pub quiet_until: Option<i32>,
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names a community.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct CommunityPath {
    /// 社区编号
    pub community_id: CommunityId,
}
