//! 户.

use chrono::{DateTime, Utc};
use entity::ids::{CommunityId, DwellingId, HouseholdId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_query;

/// 户
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Household {
    /// 编号
    pub id: HouseholdId,
    /// 所属社区
    pub community_id: CommunityId,
    /// 所住房屋
    pub dwelling_id: DwellingId,
    /// 位置，不含门牌号
    #[schema(example = "吉祥苑小区 3栋 2单元")]
    pub place: String,
    /// 登记在册的人数，不含迁出者
    pub members: u64,
    /// 版本号
    pub version: i32,
    /// 建立时间
    pub created_at: DateTime<Utc>,
    /// 最近修改时间
    pub updated_at: DateTime<Utc>,
}

/// 户的内容
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HouseholdInput {
    /// 所住房屋
    pub dwelling_id: DwellingId,
    /// 修改时所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names a household.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct HouseholdPath {
    /// 户编号
    pub household_id: HouseholdId,
}

list_query! {
    /// Narrows a list of households.
    HouseholdQuery by "^-?createdAt$" {
        /// 房屋
        dwelling_id: DwellingId,
        /// 社区；只有平台管理员需要指明
        community_id: CommunityId,
    }
}
