//! A rate: what counts for it, what against it, and what does not count, with the reason.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Decimals that a rate is sent with.
const DECIMALS: usize = 4;

/// 未计入的原因
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// 没有回应期限
    NoDeadline,
    /// 尚在办理
    InProgress,
    /// 等待居民确认
    AwaitingAnswer,
    /// 居民未答复，到期自动确认
    AutoConfirmed,
    /// 未能实现而关闭
    ClosedUnmet,
    /// 居民撤回
    Withdrawn,
    /// 并入相同心愿
    Merged,
    /// 未评分
    Unrated,
}

impl Exclusion {
    const ALL: [(Self, &'static str); 8] = [
        (Self::NoDeadline, "no_deadline"),
        (Self::InProgress, "in_progress"),
        (Self::AwaitingAnswer, "awaiting_answer"),
        (Self::AutoConfirmed, "auto_confirmed"),
        (Self::ClosedUnmet, "closed_unmet"),
        (Self::Withdrawn, "withdrawn"),
        (Self::Merged, "merged"),
        (Self::Unrated, "unrated"),
    ];
}

/// How one wish counts in one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// In numerator and denominator.
    Met,
    /// In the denominator alone.
    Missed,
    /// Not at all.
    Excluded(Exclusion),
}

impl Verdict {
    /// The verdict's word, for queries.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Excluded(reason) => {
                Exclusion::ALL.iter().find(|(one, _)| *one == reason).map_or("", |(_, word)| word)
            }
        }
    }

    /// The verdict of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "met" => Some(Self::Met),
            "missed" => Some(Self::Missed),
            other => Exclusion::ALL.iter().find(|(_, word)| *word == other).map(|(one, _)| Self::Excluded(*one)),
        }
    }
}

/// The figures of one rate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// What counts for it.
    pub numerator: u64,
    /// What counts.
    pub denominator: u64,
    /// What does not, by reason.
    pub exclusions: BTreeMap<Exclusion, u64>,
}

impl Figures {
    /// Counts `count` wishes with this verdict.
    pub fn count(&mut self, verdict: Verdict, count: u64) {
        match verdict {
            Verdict::Met => {
                self.numerator += count;
                self.denominator += count;
            }
            Verdict::Missed => self.denominator += count,
            Verdict::Excluded(reason) => *self.exclusions.entry(reason).or_default() += count,
        }
    }

    /// All wishes that were looked at.
    pub fn population(&self) -> u64 {
        self.denominator + self.exclusions.values().sum::<u64>()
    }

    /// The rate as a decimal with four places, halves rounded up; none when nothing counts.
    pub fn rate(&self) -> Option<String> {
        let scale = 10_u128.pow(4);
        let (numerator, denominator) = (u128::from(self.numerator), u128::from(self.denominator));
        let scaled = (2 * numerator * scale + denominator).checked_div(2 * denominator)?;
        Some(format!("{}.{:0DECIMALS$}", scaled / scale, scaled % scale))
    }
}

impl AddAssign<&Self> for Figures {
    fn add_assign(&mut self, other: &Self) {
        self.numerator += other.numerator;
        self.denominator += other.denominator;
        for (reason, count) in &other.exclusions {
            *self.exclusions.entry(*reason).or_default() += count;
        }
    }
}

/// The three rates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// 响应率.
    pub response: Figures,
    /// 解决率.
    pub solve: Figures,
    /// 满意率.
    pub satisfaction: Figures,
}

impl AddAssign<&Self> for Rates {
    fn add_assign(&mut self, other: &Self) {
        self.response += &other.response;
        self.solve += &other.solve;
        self.satisfaction += &other.satisfaction;
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(0, 0, None)]
    #[case(0, 7, Some("0.0000"))]
    #[case(7, 7, Some("1.0000"))]
    #[case(2, 3, Some("0.6667"))]
    #[case(1, 20_000, Some("0.0001"))]
    #[case(1, 20_001, Some("0.0000"))]
    fn a_rate_is_rounded_half_up_and_never_a_division_by_nothing(
        #[case] numerator: u64,
        #[case] denominator: u64,
        #[case] rate: Option<&str>,
    ) {
        let figures = Figures { numerator, denominator, exclusions: BTreeMap::new() };
        assert_eq!(figures.rate().as_deref(), rate);
    }

    #[test]
    fn each_verdict_is_found_again_by_its_word_which_is_also_sent() {
        for (reason, word) in Exclusion::ALL {
            assert_eq!(Verdict::of_word(Verdict::Excluded(reason).word()), Some(Verdict::Excluded(reason)));
            assert_eq!(serde_json::to_value(reason).ok(), Some(word.into()));
        }
        assert_eq!(
            [Verdict::Met, Verdict::Missed].map(|one| Verdict::of_word(one.word())),
            [Some(Verdict::Met), Some(Verdict::Missed)]
        );
    }
}
