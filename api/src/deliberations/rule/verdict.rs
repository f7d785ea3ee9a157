//! The verdict: every figure, every threshold, every comparison. Nothing here knows where
//! the figures come from, so that anybody can recompute it from the published bundle.

use entity::deliberations::{Base, Comparison, Measure, Outcome, SilentReading};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::Head;
use super::{Fraction, Rule, Threshold, Weight, explain};

/// What is compared with the thresholds: the roll, and who said what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Poll {
    /// The whole roll.
    pub roll: Weight,
    /// Who agreed: with the motion, or with the leading option.
    pub agree: Weight,
    /// Who took part and neither agreed nor abstained.
    pub against: Weight,
    /// Who handed in an abstention: took part, and counts in the denominator.
    pub abstain: Weight,
    /// Who was served, with proof, and did not take part.
    pub silent_served: Weight,
    /// What one of them is called.
    pub head: Head,
}

impl Poll {
    /// Who took part.
    pub fn taking_part(&self) -> Weight {
        self.agree.plus(self.against).plus(self.abstain)
    }

    /// Whether the roll has room for everybody who is counted.
    pub fn fits(&self) -> bool {
        self.taking_part().plus(self.silent_served).fits_in(self.roll)
    }

    /// The same with the silent on the side of the majority. The majority is a side that is
    /// ahead by heads and by area, as far as there is an area; without one there is nothing
    /// to follow, and the silent did not take part.
    fn with_silent(self) -> Self {
        let silent = self.silent_served;
        let quiet = Self { silent_served: Weight::default(), ..self };
        if ahead(self.agree, self.against) {
            Self { agree: self.agree.plus(silent), ..quiet }
        } else if ahead(self.against, self.agree) {
            Self { against: self.against.plus(silent), ..quiet }
        } else {
            quiet
        }
    }
}

fn ahead(one: Weight, other: Weight) -> bool {
    one.heads > other.heads && (one.area > other.area || (one.area == 0 && other.area == 0))
}

/// 计入的票数
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Counts {
    /// 名册全体
    pub roll: Weight,
    /// 参与表决
    pub taking_part: Weight,
    /// 同意（或赞成领先选项）
    pub agree: Weight,
    /// 不同意（或选择其他选项）
    pub against: Weight,
    /// 弃权
    pub abstain: Weight,
}

/// 门槛所属
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 参与
    TakingPart,
    /// 同意
    Agreeing,
}

/// 一次比较
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Check {
    /// 参与还是同意
    pub stage: Stage,
    /// 比较面积还是人数
    pub measure: Measure,
    /// 占名册全体还是占参与表决者
    pub base: Base,
    /// 是否含本数
    pub comparison: Comparison,
    /// 要求的比例
    pub share: Fraction,
    /// 分子一方的数值
    pub part: u64,
    /// 基数
    pub whole: u64,
    /// part × 分母，十进制
    pub left: String,
    /// whole × 分子，十进制
    pub right: String,
    /// 是否达到
    pub met: bool,
}

/// 一种读法下的结论
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reading {
    /// 未表决的业主如何计算
    pub silent: SilentReading,
    /// 计入的票数
    pub counts: Counts,
    /// 每一次比较
    pub checks: Vec<Check>,
    /// 结论
    pub outcome: Outcome,
    /// 用文字说明，逐条
    pub explanation: Vec<super::Text>,
}

/// 表决结论及其理由
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Verdict {
    /// 规则代码
    pub rule: String,
    /// 规则版本
    pub rule_version: u32,
    /// 结论
    pub outcome: Outcome,
    /// 有效的读法在前；议事规则约定随多数的，另列不计入的读法
    pub readings: Vec<Reading>,
}

/// Reads the poll by the rule; where the silent follow the majority, also without them.
pub fn judge(rule: &Rule, poll: Poll) -> Verdict {
    let without = || read(rule, poll, SilentReading::LeftOut);
    let readings = match rule.silent_follow_majority {
        true => vec![read(rule, poll.with_silent(), SilentReading::FollowMajority), without()],
        false => vec![without()],
    };
    let outcome = readings.first().map_or(Outcome::NoQuorum, |reading| reading.outcome);
    Verdict { rule: rule.code.clone(), rule_version: rule.version, outcome, readings }
}

fn read(rule: &Rule, poll: Poll, silent: SilentReading) -> Reading {
    let counts = Counts {
        roll: poll.roll,
        taking_part: poll.taking_part(),
        agree: poll.agree,
        against: poll.against,
        abstain: poll.abstain,
    };
    let taking_part = rule.taking_part.iter().map(|threshold| compare(Stage::TakingPart, threshold, &counts));
    let agreeing = rule.agreeing.iter().map(|threshold| compare(Stage::Agreeing, threshold, &counts));
    let checks: Vec<Check> = taking_part.chain(agreeing).collect();
    let outcome = outcome(rule, &counts, &checks);
    let explanation = explain::Telling { rule, counts: &counts, head: poll.head }.sentences(&checks, outcome, silent);
    Reading { silent, counts, checks, outcome, explanation }
}

fn compare(stage: Stage, threshold: &Threshold, counts: &Counts) -> Check {
    let part = match stage {
        Stage::TakingPart => counts.taking_part,
        Stage::Agreeing => counts.agree,
    };
    let whole = match threshold.base {
        Base::Roll => counts.roll,
        Base::Participants => counts.taking_part,
    };
    let (part, whole) = (part.of(threshold.measure), whole.of(threshold.measure));
    let (left, right) = threshold.sides(part, whole);
    Check {
        stage,
        measure: threshold.measure,
        base: threshold.base,
        comparison: threshold.comparison,
        share: threshold.share,
        part,
        whole,
        left: left.to_string(),
        right: right.to_string(),
        met: threshold.met(part, whole),
    }
}

/// An empty roll decides nothing, whatever the rule.
fn outcome(rule: &Rule, counts: &Counts, checks: &[Check]) -> Outcome {
    let all_met = |stage| checks.iter().filter(|check| check.stage == stage).all(|check| check.met);
    match rule.binding {
        false => Outcome::Advisory,
        true if counts.roll.heads == 0 || !all_met(Stage::TakingPart) => Outcome::NoQuorum,
        true if all_met(Stage::Agreeing) => Outcome::Adopted,
        true => Outcome::Rejected,
    }
}
