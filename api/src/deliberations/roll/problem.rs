//! What a preview of a roll finds wrong with the records.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// 名册预览发现的问题
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// 房屋没有登记面积；须先补登
    PartWithoutArea,
    /// 房屋没有登记业主；须先补登，否则名册总数偏小
    PartWithoutOwner,
    /// 同一业主登记了两次，已合并
    OwnerTwice,
    /// 业主既单独所有又与他人共有，分别计一人
    OwnerAloneAndShared,
    /// 户内没有登记成年成员，未列入名册
    HouseholdWithoutAdult,
    /// 居民没有登记出生日期，未列入名册
    ResidentWithoutBirthDate,
}

impl ProblemKind {
    /// Whether a vote cannot open before this is mended: the roll would be too small.
    pub fn blocks(self) -> bool {
        matches!(self, Self::PartWithoutArea | Self::PartWithoutOwner)
    }
}

/// Something to look at before the vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// The dwelling, household, resident or owner that it is about.
    pub subject: Uuid,
}

impl Problem {
    /// Something wrong with this.
    pub fn with(kind: ProblemKind, subject: impl Into<Uuid>) -> Self {
        Self { kind, subject: subject.into() }
    }
}
