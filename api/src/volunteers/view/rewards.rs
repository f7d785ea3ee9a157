//! Rewards and redemptions as JSON.

use chrono::{DateTime, Utc};
use entity::ids::{PartnerId, RedemptionId, RewardId};
use entity::volunteers::{RedemptionStatus, RedemptionVerb, redemption, reward};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::auth::Actor;
use crate::kernel::text::{Line, Prose};
use crate::volunteers::state::redemption as state;

/// 奖品
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reward {
    /// 编号
    pub id: RewardId,
    /// 提供的共建单位
    pub partner_id: PartnerId,
    /// 名称
    #[schema(example = "理发一次")]
    pub title: String,
    /// 说明
    #[schema(required = true)]
    pub description: Option<String>,
    /// 所需积分
    pub price: i64,
    /// 剩余数量
    pub stock: i32,
    /// 是否可兑换
    pub active: bool,
    /// 版本号
    pub version: i32,
    /// 录入时间
    pub created_at: DateTime<Utc>,
}

impl From<reward::Model> for Reward {
    fn from(row: reward::Model) -> Self {
        Self {
            id: row.id,
            partner_id: row.partner_id,
            title: row.title,
            description: row.description,
            price: row.price,
            stock: row.stock,
            active: row.active,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

/// 奖品的内容
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RewardInput {
    /// 提供的共建单位，须属于本社区
    pub partner_id: PartnerId,
    /// 名称
    #[schema(example = "理发一次")]
    pub title: Line<60>,
    /// 说明
    pub description: Option<Prose<500>>,
    /// 所需积分
    #[schema(minimum = 1, maximum = 100_000)]
    pub price: i64,
    /// 数量
    #[schema(minimum = 0, maximum = 100_000)]
    pub stock: i32,
    /// 是否可兑换
    pub active: bool,
    /// 修改时所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names a reward.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct RewardPath {
    /// 奖品编号
    pub reward_id: RewardId,
}

/// A page of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RewardQuery {
    /// 上一页答复中的 nextCursor
    #[param(nullable = false)]
    pub cursor: Option<String>,
    /// 每页条数
    #[param(nullable = false, minimum = 1, maximum = 100, default = 20)]
    pub page_size: Option<u64>,
}

/// 兑换
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RedeemReward {
    /// 所见的价格；价格已变时答 412
    #[schema(minimum = 1, maximum = 100_000)]
    pub price: i64,
}

/// 一次兑换
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Redemption {
    /// 编号
    pub id: RedemptionId,
    /// 奖品
    pub reward_id: RewardId,
    /// 提供的共建单位
    pub partner_id: PartnerId,
    /// 积分
    pub price: i64,
    /// 领取码，只有兑换人看得到
    #[schema(required = true, example = "04917326")]
    pub code: Option<String>,
    /// 状态
    pub status: RedemptionStatus,
    /// 领取或取消的时间
    #[schema(required = true)]
    pub decided_at: Option<DateTime<Utc>>,
    /// 当前可进行的操作
    pub allowed_actions: Vec<RedemptionVerb>,
    /// 版本号
    pub version: i32,
    /// 兑换时间
    pub created_at: DateTime<Utc>,
}

impl Redemption {
    /// A redemption as the actor sees it.
    pub fn new(actor: &Actor, row: redemption::Model) -> Self {
        let own = actor.account_id() == Some(row.account_id);
        Self {
            id: row.id,
            reward_id: row.reward_id,
            partner_id: row.partner_id,
            price: row.price,
            allowed_actions: state::allowed(row.status, &state::standings(actor, &row)),
            status: row.status,
            decided_at: row.decided_at,
            version: row.version,
            created_at: row.created_at,
            code: own.then_some(row.code),
        }
    }
}

/// Names a redemption.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct RedemptionPath {
    /// 兑换编号
    pub redemption_id: RedemptionId,
}

/// Narrows a list of redemptions.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RedemptionQuery {
    /// 状态
    #[param(nullable = false)]
    pub status: Option<RedemptionStatus>,
    /// 领取码
    #[param(nullable = false, example = "04917326")]
    pub code: Option<Line<16>>,
    /// 上一页答复中的 nextCursor
    #[param(nullable = false)]
    pub cursor: Option<String>,
    /// 每页条数
    #[param(nullable = false, minimum = 1, maximum = 100, default = 20)]
    pub page_size: Option<u64>,
}

/// 确认领取
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HandOverRedemption {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
    /// 兑换人出示的领取码
    #[schema(example = "04917326")]
    pub code: Line<16>,
}

/// 取消兑换
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CancelRedemption {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}
