//! Minutes that are added by hand, as JSON.

use chrono::{DateTime, NaiveDate, Utc};
use entity::ids::{MinutesClaimId, VolunteerId};
use entity::volunteers::{MinutesClaimStatus, MinutesClaimVerb, ServiceKind, minutes_claim, volunteer};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::auth::Actor;
use crate::kernel::text::Line;
use crate::volunteers::state::minutes_claim as state;

/// 补录时长
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewMinutesClaim {
    /// 服务的种类
    pub kind: ServiceKind,
    /// 服务的日期，90 天以内
    pub served_on: NaiveDate,
    /// 分钟
    #[schema(minimum = 1, maximum = 1440)]
    pub minutes: i32,
    /// 为何没有记录到
    #[schema(example = "当天手机没电，未能签到")]
    pub reason: Line<200>,
}

/// 补录的时长
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MinutesClaim {
    /// 编号
    pub id: MinutesClaimId,
    /// 志愿者
    pub volunteer_id: VolunteerId,
    /// 志愿者号
    #[schema(example = "V000123")]
    pub volunteer_number: String,
    /// 服务的种类
    pub kind: ServiceKind,
    /// 服务的日期
    pub served_on: NaiveDate,
    /// 分钟
    pub minutes: i32,
    /// 为何没有记录到
    pub reason: String,
    /// 状态
    pub status: MinutesClaimStatus,
    /// 拒绝的原因
    #[schema(required = true)]
    pub decision_reason: Option<String>,
    /// 审核时间
    #[schema(required = true)]
    pub decided_at: Option<DateTime<Utc>>,
    /// 当前可进行的操作
    pub allowed_actions: Vec<MinutesClaimVerb>,
    /// 版本号
    pub version: i32,
    /// 提交时间
    pub created_at: DateTime<Utc>,
}

impl MinutesClaim {
    /// Added minutes as the actor sees them.
    pub fn new(actor: &Actor, row: minutes_claim::Model, whose: &volunteer::Model) -> Self {
        Self {
            id: row.id,
            volunteer_id: row.volunteer_id,
            volunteer_number: whose.number.clone(),
            allowed_actions: state::allowed(row.status, &state::standings(actor, &row, whose)),
            kind: row.kind,
            served_on: row.served_on,
            minutes: row.minutes,
            reason: row.reason,
            status: row.status,
            decision_reason: row.decision_reason,
            decided_at: row.decided_at,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

/// Names added minutes.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct MinutesClaimPath {
    /// 补录编号
    pub minutes_claim_id: MinutesClaimId,
}

/// Narrows a list of added minutes.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MinutesClaimQuery {
    /// 状态
    #[param(nullable = false)]
    pub status: Option<MinutesClaimStatus>,
    /// 上一页答复中的 nextCursor
    #[param(nullable = false)]
    pub cursor: Option<String>,
    /// 每页条数
    #[param(nullable = false, minimum = 1, maximum = 100, default = 20)]
    pub page_size: Option<u64>,
}

/// 对补录的操作
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MoveMinutesClaim {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// 拒绝补录
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RejectMinutesClaim {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
    /// 原因
    #[schema(example = "当天没有这项活动")]
    pub reason: Line<200>,
}
