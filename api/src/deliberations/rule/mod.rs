//! Rules as data (domain.md section 4): thresholds as fractions, compared exactly by
//! cross-multiplication of integers. A rule has a version and a legal source; it is copied
//! into the deliberation when that is scheduled, so that a later version changes nothing.

mod catalogue;
mod explain;
mod own;
mod verdict;
pub(in crate::deliberations) mod words;

#[cfg(test)]
mod proofs;
#[cfg(test)]
mod vectors;

use entity::deliberations::{Base, Comparison, Electorate, Measure, Method};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use catalogue::{built_in, find};
pub use own::{OwnRule, RuleFault};
pub use verdict::{Check, Counts, Poll, Reading, Stage, Verdict, judge};

/// 中英文文本
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// 中文
    #[serde(rename = "zh-CN")]
    pub zh_cn: String,
    /// 英文
    pub en: String,
}

/// 人数与面积
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// 人数（票数）
    pub heads: u64,
    /// 专有部分面积，单位 0.01 平方米；不按面积表决时为 0
    pub area: u64,
}

impl Weight {
    /// Both sums; a sum that no community reaches stays at the top.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { heads: self.heads.saturating_add(other.heads), area: self.area.saturating_add(other.area) }
    }

    /// Both differences, never below zero.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self { heads: self.heads.saturating_sub(other.heads), area: self.area.saturating_sub(other.area) }
    }

    /// The one of the two that is compared.
    pub fn of(self, measure: Measure) -> u64 {
        match measure {
            Measure::Area => self.area,
            Measure::Heads => self.heads,
        }
    }

    /// Whether neither is more than the other's.
    pub fn fits_in(self, whole: Self) -> bool {
        self.heads <= whole.heads && self.area <= whole.area
    }
}

/// 分数
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fraction {
    /// 分子
    pub numerator: u32,
    /// 分母
    pub denominator: u32,
}

impl Fraction {
    /// This many of so many.
    pub const fn new(numerator: u32, denominator: u32) -> Self {
        Self { numerator, denominator }
    }
}

/// 门槛
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// 比较面积还是人数
    pub measure: Measure,
    /// 占名册全体还是占参与表决者
    pub base: Base,
    /// 是否含本数
    pub comparison: Comparison,
    /// 比例
    pub share: Fraction,
}

impl Threshold {
    /// Both sides of the comparison, multiplied out: part × denominator, whole × numerator.
    pub fn sides(&self, part: u64, whole: u64) -> (u128, u128) {
        let left = u128::from(part) * u128::from(self.share.denominator);
        (left, u128::from(whole) * u128::from(self.share.numerator))
    }

    /// Whether `part` of `whole` reaches it. Nothing is ever reached by nobody: where the
    /// whole is zero there is no share to speak of.
    pub fn met(&self, part: u64, whole: u64) -> bool {
        let (left, right) = self.sides(part, whole);
        let reached = match self.comparison {
            Comparison::AtLeast => left >= right,
            Comparison::MoreThan => left > right,
        };
        whole > 0 && reached
    }
}

/// 表决规则
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// 代码，如 cn-civil-code-278-ordinary；社区自定规则以 own- 开头
    pub code: String,
    /// 版本
    pub version: u32,
    /// 名称
    pub name: Text,
    /// 法律依据
    pub source: Text,
    /// 适用的表决者
    pub electorates: Vec<Electorate>,
    /// 参与表决的门槛，须全部达到
    pub taking_part: Vec<Threshold>,
    /// 同意的门槛，须全部达到
    pub agreeing: Vec<Threshold>,
    /// 是否作出结论；征求意见时为 false
    pub binding: bool,
    /// 已送达而未表决的业主是否随多数意见（须由业主大会议事规则约定）
    pub silent_follow_majority: bool,
}

impl Rule {
    /// Whether this electorate may decide by it.
    pub fn fits(&self, electorate: Electorate) -> bool {
        self.electorates.contains(&electorate)
    }

    /// Whether it can be read out of ballots of this method. The Civil Code asks for agreement,
    /// so its rules need a motion; a share of those who took part can also stand behind one
    /// option; a ranking or a score has no share and only advises.
    pub fn counts(&self, method: Method) -> bool {
        match method {
            Method::Motion => true,
            Method::Single | Method::Approval => !self.is_statute(),
            Method::Ranked | Method::Score => !self.binding,
        }
    }

    /// Whether the owners' assembly rules may let silent owners follow the majority.
    pub fn may_count_silent(&self) -> bool {
        self.binding && self.electorates == [Electorate::Owners]
    }

    /// The same rule, with what the assembly rules say about silent owners.
    #[must_use]
    pub fn with_silent_following(mut self) -> Self {
        self.silent_follow_majority = true;
        self
    }

    fn is_statute(&self) -> bool {
        self.code.starts_with("cn-")
    }
}
