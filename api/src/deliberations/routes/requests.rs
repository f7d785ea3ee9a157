//! What callers send about deliberations.

use entity::ids::{BuildingId, CompoundId, DeliberationId, TeamId};
use entity::wishes::Level;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::deliberations::desk::Which;
use crate::deliberations::service::propose::Propose;
use crate::error::Result;
use crate::kernel::page;
use crate::kernel::text::{Line, Prose};

/// Which deliberation.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct DeliberationPath {
    /// 议题编号
    pub deliberation_id: DeliberationId,
}

/// Which page of what the staff keep.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeskQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
}

impl DeskQuery {
    /// The same, checked.
    pub fn which(&self) -> Result<Which<'_>> {
        Ok(Which { cursor: self.cursor.as_deref(), size: page::size(self.page_size)? })
    }
}

/// 一个新的议题
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"title": "给三号楼加装电梯", "body": "楼里老人多，上下楼不方便，想请大家商量加装电梯。", "level": "building"}))]
pub struct ProposeDeliberation {
    /// 标题
    pub title: Line<60>,
    /// 内容
    pub body: Prose<2000>,
    /// 层级：building、compound 或 community
    pub level: Level,
    /// 楼栋；居民提出时为本人住处，可省略
    pub building_id: Option<BuildingId>,
    /// 小区；居民提出时为本人住处，可省略
    pub compound_id: Option<CompoundId>,
    /// 以哪个团队的名义提出；须为其成员
    pub team_id: Option<TeamId>,
}

impl ProposeDeliberation {
    /// The same, for the service.
    pub fn parsed(self) -> Propose {
        Propose {
            title: self.title.into(),
            body: self.body.into(),
            level: self.level,
            building: self.building_id,
            compound: self.compound_id,
            team: self.team_id,
        }
    }
}

/// 对议题的操作
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliberationMove {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
}

/// 对议题的操作，须说明原因
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliberationMoveBecause {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 原因
    pub reason: Prose<500>,
}

/// 对议题的操作，可说明原因
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliberationMoveWithReason {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 原因
    pub reason: Option<Prose<500>>,
}
