//! The inbox in JSON.

use chrono::{DateTime, Utc};
use entity::ids::{CommunityId, WishId};
use entity::wishes::Level;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::wishes::GridRef;

/// 待办的种类
///
/// - `wish_review` 待审核的心愿
/// - `wish_appeal` 申诉（上一级工作人员处理）
/// - `wish_dispute` 作者有异议的心愿
/// - `wish_escalation` 上报到社区或街道的心愿
/// - `wish_overdue` 超过办结期限的心愿
/// - `wish_extension` 待审批的延期申请
/// - `household_claim` 待审核的住户认领
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InboxKind {
    /// A wish to be reviewed.
    WishReview,
    /// An appeal against a rejection.
    WishAppeal,
    /// A wish whose author says that it is not done.
    WishDispute,
    /// A wish that was raised to the level of the staff.
    WishEscalation,
    /// A wish past its deadline.
    WishOverdue,
    /// A request for more time.
    WishExtension,
    /// A claim to live somewhere.
    HouseholdClaim,
}

impl InboxKind {
    const ALL: [Self; 7] = [
        Self::WishReview,
        Self::WishAppeal,
        Self::WishDispute,
        Self::WishEscalation,
        Self::WishOverdue,
        Self::WishExtension,
        Self::HouseholdClaim,
    ];

    /// Its place among what is due at the same instant.
    pub fn rank(self) -> i32 {
        self as i32
    }

    /// The kind of this rank.
    pub fn of_rank(rank: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.rank() == rank)
    }
}

/// 一项待办
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxItem {
    /// 种类
    pub kind: InboxKind,
    /// 编号：心愿、延期申请或住户认领的
    pub id: Uuid,
    /// 所涉心愿；住户认领为 null
    #[schema(required = true)]
    pub wish_id: Option<WishId>,
    /// 心愿的标题，或认领人的姓名（已遮盖）
    #[schema(example = "三单元楼道灯坏了")]
    pub title: String,
    /// 认领的位置，不含门牌号；其他种类为 null
    #[schema(required = true, example = "吉祥苑小区 3栋 2单元")]
    pub place: Option<String>,
    /// 所在网格
    pub grid: GridRef,
    /// 心愿的办理层级；住户认领为 null
    #[schema(required = true)]
    pub level: Option<Level>,
    /// 是否应急中的紧急心愿；排在最前
    pub urgent: bool,
    /// 期限
    pub due_at: DateTime<Utc>,
    /// 是否已超过期限
    pub overdue: bool,
    /// 是否今天到期（休息日按下一个工作日）
    pub due_today: bool,
    /// 心愿或住户认领的版本号，处理时带上
    pub version: i32,
    /// 您现在可以做的：心愿、延期申请或住户认领的动作
    #[schema(example = json!(["approve", "return", "reject"]))]
    pub allowed_actions: Vec<String>,
    /// 提交时间
    pub created_at: DateTime<Utc>,
}

/// 一种待办的数量
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KindCount {
    /// 种类
    pub kind: InboxKind,
    /// 共有
    pub total: u64,
    /// 已超过期限
    pub overdue: u64,
    /// 今天到期（休息日按下一个工作日）
    pub due_today: u64,
}

/// 待办的数量
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxCounts {
    /// 统计时刻
    pub as_of: DateTime<Utc>,
    /// 共有
    pub total: u64,
    /// 应急中的紧急心愿
    pub urgent: u64,
    /// 已超过期限
    pub overdue: u64,
    /// 今天到期（休息日按下一个工作日）
    pub due_today: u64,
    /// 按种类
    pub kinds: Vec<KindCount>,
}

/// What narrows an inbox.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InboxQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 种类，多个用逗号分隔
    #[param(example = "wish_review,household_claim")]
    pub kind: Option<String>,
    /// 网格编号，多个用逗号分隔
    pub grid_id: Option<String>,
    /// 心愿的办理层级，多个用逗号分隔；住户认领没有层级，不在其中
    #[param(example = "community,subdistrict")]
    pub level: Option<String>,
    /// true 只看已超过期限的，false 只看未超过的
    pub overdue: Option<bool>,
    /// 社区；只有平台管理员需要指明
    pub community_id: Option<CommunityId>,
}

/// What narrows the counts of an inbox.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InboxCountsQuery {
    /// 网格编号，多个用逗号分隔
    pub grid_id: Option<String>,
    /// 社区；只有平台管理员需要指明
    pub community_id: Option<CommunityId>,
}
