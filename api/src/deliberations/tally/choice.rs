//! What a ballot says. Ballots refer to option ids and are read strictly: what does not fit
//! the question exactly is no ballot.

use std::collections::BTreeSet;

use entity::deliberations::Method;
use entity::ids::OptionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The lowest and the highest score.
pub const SCORES: std::ops::RangeInclusive<u8> = 1..=5;

/// 一项评分
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// 选项
    pub option: OptionId,
    /// 一至五分
    pub score: u8,
}

/// 选票内容；表决方式决定可用的种类
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Choice {
    /// 同意
    Agree {},
    /// 反对
    Against {},
    /// 弃权（任何表决方式均可）
    Abstain {},
    /// 选定的选项：单选一项，多选至多若干项
    Options {
        /// 选项
        options: Vec<OptionId>,
    },
    /// 由高到低的排序；并列的放在一组，未列出的并列最后
    Ranking {
        /// 由高到低，每组并列
        ranking: Vec<Vec<OptionId>>,
    },
    /// 为每个选项评分
    Scores {
        /// 各项评分
        scores: Vec<Score>,
    },
}

/// What a question lets a ballot say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// How it is voted on.
    pub method: Method,
    /// The options, in the order in which they are shown.
    pub options: Vec<OptionId>,
    /// For approval: how many may be chosen.
    pub at_most: usize,
}

/// Why something is no ballot on this question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceFault {
    /// Another method's ballot.
    WrongKind,
    /// An option that is not offered.
    UnknownOption,
    /// One option named more than once.
    Repeated,
    /// Nothing is chosen; to choose nothing is to abstain.
    Nothing,
    /// More than may be chosen.
    TooMany,
    /// A score outside 1 to 5.
    BadScore,
    /// An option without a score.
    Unscored,
}

impl Choice {
    /// The ballot in its one spelling: sets in order, ranks from high to low.
    ///
    /// # Errors
    /// Why it is no ballot on this question.
    pub fn check(self, question: &Question) -> Result<Self, ChoiceFault> {
        match (question.method, self) {
            (_, Self::Abstain {}) => Ok(Self::Abstain {}),
            (Method::Motion, choice @ (Self::Agree {} | Self::Against {})) => Ok(choice),
            (Method::Single, Self::Options { options }) => chosen(question, options, 1),
            (Method::Approval, Self::Options { options }) => chosen(question, options, question.at_most),
            (Method::Ranked, Self::Ranking { ranking }) => ranked(question, ranking),
            (Method::Score, Self::Scores { scores }) => scored(question, scores),
            _ => Err(ChoiceFault::WrongKind),
        }
    }
}

fn chosen(question: &Question, mut options: Vec<OptionId>, at_most: usize) -> Result<Choice, ChoiceFault> {
    offered_once(question, &options)?;
    if options.len() > at_most {
        return Err(ChoiceFault::TooMany);
    }
    options.sort();
    Ok(Choice::Options { options })
}

fn ranked(question: &Question, mut ranking: Vec<Vec<OptionId>>) -> Result<Choice, ChoiceFault> {
    if ranking.iter().any(Vec::is_empty) {
        return Err(ChoiceFault::Nothing);
    }
    offered_once(question, &ranking.concat())?;
    ranking.iter_mut().for_each(|group| group.sort());
    Ok(Choice::Ranking { ranking })
}

fn scored(question: &Question, mut scores: Vec<Score>) -> Result<Choice, ChoiceFault> {
    let options: Vec<OptionId> = scores.iter().map(|score| score.option).collect();
    offered_once(question, &options)?;
    if scores.iter().any(|score| !SCORES.contains(&score.score)) {
        return Err(ChoiceFault::BadScore);
    }
    if options.len() < question.options.len() {
        return Err(ChoiceFault::Unscored);
    }
    scores.sort();
    Ok(Choice::Scores { scores })
}

/// At least one option, each of them offered, none twice.
fn offered_once(question: &Question, named: &[OptionId]) -> Result<(), ChoiceFault> {
    if named.is_empty() {
        return Err(ChoiceFault::Nothing);
    }
    if !named.iter().all(|option| question.options.contains(option)) {
        return Err(ChoiceFault::UnknownOption);
    }
    let once: BTreeSet<_> = named.iter().collect();
    if once.len() == named.len() { Ok(()) } else { Err(ChoiceFault::Repeated) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;

    fn option(number: u128) -> OptionId {
        OptionId(Uuid::from_u128(number))
    }

    fn question(method: Method) -> Question {
        Question { method, options: [3, 1, 2].map(option).to_vec(), at_most: 2 }
    }

    fn options(numbers: &[u128]) -> Choice {
        Choice::Options { options: numbers.iter().copied().map(option).collect() }
    }

    fn ranking(groups: &[&[u128]]) -> Choice {
        let group = |numbers: &&[u128]| numbers.iter().copied().map(option).collect();
        Choice::Ranking { ranking: groups.iter().map(group).collect() }
    }

    fn scores(given: &[(u128, u8)]) -> Choice {
        let score = |(number, score): &(u128, u8)| Score { option: option(*number), score: *score };
        Choice::Scores { scores: given.iter().map(score).collect() }
    }

    #[rstest]
    #[case(Method::Motion, Choice::Agree {}, Choice::Agree {})]
    #[case(Method::Ranked, Choice::Abstain {}, Choice::Abstain {})]
    #[case(Method::Single, options(&[2]), options(&[2]))]
    #[case(Method::Approval, options(&[3, 1]), options(&[1, 3]))]
    #[case(Method::Ranked, ranking(&[&[3], &[2, 1]]), ranking(&[&[3], &[1, 2]]))]
    #[case(Method::Score, scores(&[(2, 5), (1, 1), (3, 3)]), scores(&[(1, 1), (2, 5), (3, 3)]))]
    fn what_fits_is_brought_into_its_one_spelling(#[case] method: Method, #[case] given: Choice, #[case] kept: Choice) {
        assert_eq!(given.check(&question(method)), Ok(kept));
    }

    #[rstest]
    #[case(Method::Motion, options(&[1]), ChoiceFault::WrongKind)]
    #[case(Method::Single, Choice::Agree {}, ChoiceFault::WrongKind)]
    #[case(Method::Single, options(&[1, 2]), ChoiceFault::TooMany)]
    #[case(Method::Single, options(&[]), ChoiceFault::Nothing)]
    #[case(Method::Approval, options(&[1, 2, 3]), ChoiceFault::TooMany)]
    #[case(Method::Approval, options(&[1, 1]), ChoiceFault::Repeated)]
    #[case(Method::Approval, options(&[9]), ChoiceFault::UnknownOption)]
    #[case(Method::Ranked, ranking(&[&[1], &[]]), ChoiceFault::Nothing)]
    #[case(Method::Ranked, ranking(&[&[1], &[1, 2]]), ChoiceFault::Repeated)]
    #[case(Method::Score, scores(&[(1, 1), (2, 5)]), ChoiceFault::Unscored)]
    #[case(Method::Score, scores(&[(1, 0), (2, 5), (3, 5)]), ChoiceFault::BadScore)]
    #[case(Method::Score, scores(&[(1, 6), (2, 5), (3, 5)]), ChoiceFault::BadScore)]
    fn what_does_not_fit_is_no_ballot(#[case] method: Method, #[case] given: Choice, #[case] fault: ChoiceFault) {
        assert_eq!(given.check(&question(method)), Err(fault));
    }

    #[rstest]
    #[case(r#"{"kind":"agree","option":"x"}"#)]
    #[case(r#"{"kind":"yes"}"#)]
    #[case(r#"{"kind":"options"}"#)]
    #[case(r#"{"kind":"options","options":["1"]}"#)]
    #[case(r#"{}"#)]
    fn other_json_is_not_read(#[case] json: &str) {
        assert!(serde_json::from_str::<Choice>(json).is_err());
    }
}
