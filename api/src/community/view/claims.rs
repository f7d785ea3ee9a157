//! 住户认领: a person says where they live, and somebody who knows decides.

use chrono::{DateTime, Utc};
use entity::community::{ClaimStatus, ClaimVerb, Relation};
use entity::ids::{AccountId, BuildingId, CommunityId, DwellingId, GridId, HouseholdClaimId, HouseholdId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_query;
use crate::kernel::text::Line;

/// 住户认领
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HouseholdClaim {
    /// 编号
    pub id: HouseholdClaimId,
    /// 社区
    pub community_id: CommunityId,
    /// 网格
    pub grid_id: GridId,
    /// 房屋
    pub dwelling_id: DwellingId,
    /// 位置，不含门牌号
    #[schema(example = "吉祥苑小区 3栋 2单元")]
    pub place: String,
    /// 申请人的账号
    pub account_id: AccountId,
    /// 姓名，已遮盖
    #[schema(example = "张*")]
    pub name: String,
    /// 与户主关系
    pub relation: Relation,
    /// 是否自称业主
    pub is_owner: bool,
    /// 补充说明
    #[schema(required = true)]
    pub note: Option<String>,
    /// 状态
    pub status: ClaimStatus,
    /// 审核期限
    pub due_at: DateTime<Utc>,
    /// 拒绝的原因
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 审核时间
    #[schema(required = true)]
    pub decided_at: Option<DateTime<Utc>>,
    /// 是否本人的认领
    pub mine: bool,
    /// 当前可进行的操作
    pub allowed_actions: Vec<ClaimVerb>,
    /// 版本号
    pub version: i32,
    /// 提交时间
    pub created_at: DateTime<Utc>,
}

/// 提交住户认领
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewHouseholdClaim {
    /// 楼栋
    pub building_id: BuildingId,
    /// 单元；不分单元的楼栋不填
    pub unit_id: Option<UnitId>,
    /// 门牌号
    #[schema(example = "301")]
    pub door: Line<20>,
    /// 真实姓名
    #[schema(example = "张秀兰")]
    pub name: Line<30>,
    /// 与户主关系
    pub relation: Relation,
    /// 是否业主
    pub is_owner: bool,
    /// 补充说明，供审核者参考
    #[schema(example = "2019 年入住")]
    pub note: Option<Line<200>>,
}

/// 通过住户认领
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApproveHouseholdClaim {
    /// 归入该房屋的哪一户；不填则按名册匹配
    pub household_id: Option<HouseholdId>,
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// 拒绝住户认领
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RejectHouseholdClaim {
    /// 原因，申请人可见
    #[schema(example = "该房屋没有登记此人，请携带证件到社区核实")]
    pub reason: Line<200>,
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// 撤回住户认领
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithdrawHouseholdClaim {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names a claim to a household.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct HouseholdClaimPath {
    /// 住户认领编号
    pub household_claim_id: HouseholdClaimId,
}

list_query! {
    /// Narrows a list of claims to households.
    HouseholdClaimQuery by "^-?createdAt$" {
        /// 状态
        status: ClaimStatus,
        /// 网格
        grid_id: GridId,
        /// 只看本人的认领
        mine: bool,
    }
}
