//! 批量通过住户认领.

use entity::community::{ClaimStatus, household_claim};
use entity::ids::HouseholdClaimId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Result;
use crate::http::{Call, Problem};
use crate::kernel::many::Seen;

/// 要通过的一个住户认领
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HouseholdClaimApproval {
    /// 住户认领编号
    pub household_claim_id: HouseholdClaimId,
    /// 所见的版本号
    #[schema(minimum = 1)]
    pub version: i32,
}

/// 批量通过
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApproveHouseholdClaims {
    /// 各个认领，最多 50 个
    #[schema(min_items = 1, max_items = 50)]
    pub items: Vec<HouseholdClaimApproval>,
}

/// 一个住户认领的结果
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HouseholdClaimApprovalResult {
    /// 住户认领编号
    pub household_claim_id: HouseholdClaimId,
    /// 单独通过这一个时的 HTTP 状态码
    #[schema(example = 200)]
    pub http_status: u16,
    /// 通过后的状态；未通过为 null
    #[schema(required = true)]
    pub status: Option<ClaimStatus>,
    /// 通过后的版本号；未通过为 null
    #[schema(required = true)]
    pub version: Option<i32>,
    /// 未通过的原因；已通过为 null
    #[schema(required = true)]
    pub problem: Option<Problem>,
}

/// 批量通过的结果
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HouseholdClaimApprovals {
    /// 逐个的结果，按提交的顺序
    pub items: Vec<HouseholdClaimApprovalResult>,
    /// 通过了几个
    pub approved: usize,
}

impl HouseholdClaimApprovals {
    /// What became of each, in the order in which they were asked for.
    pub fn new(asked: &[Seen<HouseholdClaimId>], outcomes: Vec<Result<household_claim::Model>>, call: &Call) -> Self {
        let approved = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let result = |(one, outcome): (&Seen<HouseholdClaimId>, Result<household_claim::Model>)| {
            let (claim, problem) = match outcome {
                Ok(claim) => (Some(claim), None),
                Err(error) => (None, Some(Problem::of(&error, call))),
            };
            HouseholdClaimApprovalResult {
                household_claim_id: one.id,
                http_status: problem.as_ref().map_or(200, |problem| problem.status),
                status: claim.as_ref().map(|claim| claim.status),
                version: claim.map(|claim| claim.version),
                problem,
            }
        };
        Self { items: asked.iter().zip(outcomes).map(result).collect(), approved }
    }
}
