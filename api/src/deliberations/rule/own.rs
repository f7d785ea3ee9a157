//! A community's own rule: what may be set, and what may not.

use entity::deliberations::{Base, Comparison, Electorate, Measure};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Rule, Text, Threshold};

/// More thresholds on one side than any rule needs.
const MOST_THRESHOLDS: usize = 4;

/// Finer shares than this nobody can follow.
const MOST_PARTS: u32 = 10_000;

/// 社区自定的表决规则
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnRule {
    /// 名称
    pub name: Text,
    /// 依据，如议事规则的条款
    pub source: Text,
    /// 适用的表决者
    pub electorate: Electorate,
    /// 参与表决的门槛（占名册全体），须全部达到；没有则为空
    #[serde(default)]
    pub taking_part: Vec<Threshold>,
    /// 同意的门槛，须全部达到，至少一项
    pub agreeing: Vec<Threshold>,
    /// 已送达而未表决的业主是否随多数意见
    #[serde(default)]
    pub silent_follow_majority: bool,
}

/// What is wrong with a rule of one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleFault {
    /// Nobody has to agree.
    NothingToAgree,
    /// More thresholds than anyone can follow.
    TooManyThresholds,
    /// A share is no fraction between 0 and 1, or is finer than a ten-thousandth.
    BadShare,
    /// More than the whole is asked for.
    Unreachable,
    /// Taking part is measured against the roll and against nothing else.
    BadBase,
    /// Only owners have an area.
    NoArea,
    /// Only owners can be served and stay silent.
    NoSilentOwners,
}

impl OwnRule {
    /// The rule, under the code and version that the community keeps it by.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(self, code: &str, version: u32) -> Result<Rule, RuleFault> {
        if self.agreeing.is_empty() {
            return Err(RuleFault::NothingToAgree);
        }
        if self.taking_part.len().max(self.agreeing.len()) > MOST_THRESHOLDS {
            return Err(RuleFault::TooManyThresholds);
        }
        if self.taking_part.iter().any(|threshold| threshold.base != Base::Roll) {
            return Err(RuleFault::BadBase);
        }
        self.taking_part.iter().chain(&self.agreeing).try_for_each(|threshold| sound(threshold, self.electorate))?;
        if self.silent_follow_majority && self.electorate != Electorate::Owners {
            return Err(RuleFault::NoSilentOwners);
        }
        Ok(Rule {
            code: format!("own-{code}"),
            version,
            name: self.name,
            source: self.source,
            electorates: vec![self.electorate],
            taking_part: self.taking_part,
            agreeing: self.agreeing,
            binding: true,
            silent_follow_majority: self.silent_follow_majority,
        })
    }
}

fn sound(threshold: &Threshold, electorate: Electorate) -> Result<(), RuleFault> {
    let share = threshold.share;
    if share.denominator == 0 || share.denominator > MOST_PARTS || share.numerator > share.denominator {
        return Err(RuleFault::BadShare);
    }
    if threshold.comparison == Comparison::AtLeast && share.numerator == 0 {
        return Err(RuleFault::BadShare);
    }
    if threshold.comparison == Comparison::MoreThan && share.numerator == share.denominator {
        return Err(RuleFault::Unreachable);
    }
    if threshold.measure == Measure::Area && electorate != Electorate::Owners {
        return Err(RuleFault::NoArea);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::deliberations::rule::Fraction;

    fn threshold(numerator: u32, denominator: u32) -> Threshold {
        Threshold {
            measure: Measure::Heads,
            base: Base::Roll,
            comparison: Comparison::MoreThan,
            share: Fraction::new(numerator, denominator),
        }
    }

    fn rule(change: impl FnOnce(&mut OwnRule)) -> Result<Rule, RuleFault> {
        let text = Text { zh_cn: "三分之一".into(), en: "a third".into() };
        let mut rule = OwnRule {
            name: text.clone(),
            source: text,
            electorate: Electorate::Residents,
            taking_part: vec![threshold(1, 3)],
            agreeing: vec![threshold(1, 3)],
            silent_follow_majority: false,
        };
        change(&mut rule);
        rule.check("third", 2)
    }

    #[test]
    fn a_sound_rule_gets_the_communitys_code_and_version() {
        let made = rule(|_| ()).ok().map(|rule| (rule.code, rule.version, rule.binding));
        assert_eq!(made, Some(("own-third".to_owned(), 2, true)));
    }

    #[rstest]
    #[case(|rule: &mut OwnRule| rule.agreeing.clear(), RuleFault::NothingToAgree)]
    #[case(|rule: &mut OwnRule| rule.agreeing = vec![threshold(1, 3); 5], RuleFault::TooManyThresholds)]
    #[case(|rule: &mut OwnRule| rule.taking_part[0].base = Base::Participants, RuleFault::BadBase)]
    #[case(|rule: &mut OwnRule| rule.agreeing[0].share = Fraction::new(1, 0), RuleFault::BadShare)]
    #[case(|rule: &mut OwnRule| rule.agreeing[0].share = Fraction::new(1, 10_001), RuleFault::BadShare)]
    #[case(|rule: &mut OwnRule| rule.agreeing[0].share = Fraction::new(4, 3), RuleFault::BadShare)]
    #[case(|rule: &mut OwnRule| rule.agreeing[0].share = Fraction::new(1, 1), RuleFault::Unreachable)]
    #[case(|rule: &mut OwnRule| rule.agreeing[0].measure = Measure::Area, RuleFault::NoArea)]
    #[case(|rule: &mut OwnRule| rule.silent_follow_majority = true, RuleFault::NoSilentOwners)]
    fn what_cannot_be_a_rule_is_refused(#[case] change: fn(&mut OwnRule), #[case] fault: RuleFault) {
        assert_eq!(rule(change), Err(fault));
    }
}
