//! Points and their rules as JSON.

use chrono::{DateTime, Utc};
use entity::auth::Role;
use entity::ids::{AccountId, LedgerTransferId, PointRuleId};
use entity::volunteers::{LedgerKind, LedgerSource, LedgerUnit, ServiceKind, ledger_posting, point_rule};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::kernel::text::Line;
use crate::volunteers::rule::{Rate, usual};
use crate::volunteers::service::ledger;

/// 账户余额
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Balances {
    /// 积分
    pub points: i64,
    /// 记录的服务分钟
    pub minutes: i64,
    /// 补录的服务分钟
    pub added_minutes: i64,
}

impl From<ledger::Balances> for Balances {
    fn from(on: ledger::Balances) -> Self {
        Self { points: on.points, minutes: on.minutes, added_minutes: on.added_minutes }
    }
}

/// 一笔账
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Posting {
    /// 编号
    pub transfer_id: LedgerTransferId,
    /// 单位
    pub unit: LedgerUnit,
    /// 数额，支出为负
    pub amount: i64,
    /// 缘由
    pub kind: LedgerKind,
    /// 说明
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 来源
    #[schema(required = true)]
    pub source_kind: Option<LedgerSource>,
    /// 来源的编号
    #[schema(required = true)]
    pub source_id: Option<Uuid>,
    /// 所冲正的那一笔
    #[schema(required = true)]
    pub reverses: Option<LedgerTransferId>,
    /// 时间
    pub at: DateTime<Utc>,
}

impl From<ledger_posting::Model> for Posting {
    fn from(row: ledger_posting::Model) -> Self {
        Self {
            transfer_id: row.transfer_id,
            unit: row.unit,
            amount: row.amount,
            kind: row.kind,
            reason: row.reason,
            source_kind: row.source_kind,
            source_id: row.source_id,
            reverses: row.reverses,
            at: row.at,
        }
    }
}

/// Which postings.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PostingQuery {
    /// 单位，默认积分
    #[param(nullable = false)]
    pub unit: Option<LedgerUnit>,
    /// 上一页答复中的 nextCursor
    #[param(nullable = false)]
    pub cursor: Option<String>,
    /// 每页条数
    #[param(nullable = false, minimum = 1, maximum = 100, default = 20)]
    pub page_size: Option<u64>,
}

/// Names a transfer.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct TransferPath {
    /// 一笔账的编号
    pub transfer_id: LedgerTransferId,
}

/// 冲正
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReverseTransfer {
    /// 原因
    #[schema(example = "签到有误")]
    pub reason: Line<200>,
}

/// 赠送积分
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GivePoints {
    /// 受赠人的志愿者号，与 toAccountId 二选一
    #[schema(example = "V000123")]
    pub to_number: Option<Line<32>>,
    /// 受赠人的账号
    pub to_account_id: Option<AccountId>,
    /// 积分
    #[schema(minimum = 1, maximum = 500)]
    pub points: i64,
    /// 缘由，双方可见
    #[schema(example = "帮我照看孩子两小时")]
    pub reason: Line<200>,
}

/// 积分规则
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PointRule {
    /// 编号，默认规则为 null
    #[schema(required = true)]
    pub id: Option<PointRuleId>,
    /// 服务的种类
    pub kind: ServiceKind,
    /// 只适用于这一类别的微心愿（类别代码）
    #[schema(required = true)]
    pub category: Option<String>,
    /// 只适用于有此角色的志愿者
    #[schema(required = true)]
    pub role: Option<Role>,
    /// 每小时的积分，不足一小时按比例
    pub points_per_hour: i32,
    /// 每次另加的积分
    pub points_flat: i32,
    /// 没有计时的服务每次计多少分钟（微心愿）
    pub minutes_flat: i32,
    /// 从何时起适用，默认规则为 null
    #[schema(required = true)]
    pub valid_from: Option<DateTime<Utc>>,
}

impl PointRule {
    /// The community's own rules, then the usual ones that hold where there is none.
    pub fn all(rows: Vec<point_rule::Model>) -> Vec<Self> {
        let own = rows.into_iter().map(Self::from);
        let usual = ServiceKind::ALL.iter().map(|kind| {
            let Rate { per_hour, flat, minutes } = usual(*kind);
            Self {
                id: None,
                kind: *kind,
                category: None,
                role: None,
                points_per_hour: per_hour,
                points_flat: flat,
                minutes_flat: minutes,
                valid_from: None,
            }
        });
        own.chain(usual).collect()
    }
}

impl From<point_rule::Model> for PointRule {
    fn from(row: point_rule::Model) -> Self {
        Self {
            id: Some(row.id),
            kind: row.kind,
            category: row.category,
            role: row.role,
            points_per_hour: row.points_per_hour,
            points_flat: row.points_flat,
            minutes_flat: row.minutes_flat,
            valid_from: Some(row.valid_from),
        }
    }
}

/// 制定积分规则
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MakePointRule {
    /// 服务的种类
    pub kind: ServiceKind,
    /// 只适用于这一类别的微心愿（类别代码）
    pub category: Option<Line<32>>,
    /// 只适用于有此角色的志愿者
    pub role: Option<Role>,
    /// 每小时的积分
    #[schema(minimum = 0, maximum = 1000)]
    pub points_per_hour: i32,
    /// 每次另加的积分
    #[schema(minimum = 0, maximum = 1000)]
    pub points_flat: i32,
    /// 没有计时的服务每次计多少分钟
    #[schema(minimum = 0, maximum = 1440)]
    pub minutes_flat: i32,
    /// 从何时起适用，不填即现在；不能早于现在
    pub valid_from: Option<DateTime<Utc>>,
}
