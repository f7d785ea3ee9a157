//! Counting (domain.md section 4, "Methods"): motion, single choice, approval, ranked, score.
//! Ballots are added one by one, so that a million need no more memory than ten.

mod choice;
mod schulze;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use entity::deliberations::Method;
use entity::ids::OptionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use choice::{Choice, ChoiceFault, Question, Score};
pub use schulze::{Link, Pairwise, ranking};

use super::rule::Weight;

/// 一个选项的票数
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OptionCount {
    /// 选项
    pub option: OptionId,
    /// 选择它的人数与面积；排序时为排在第一的人数与面积
    pub chosen: Weight,
    /// 评分合计；其他方式为 0
    pub points: u64,
}

/// 计票结果
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tally {
    /// 有效选票数
    pub ballots: u64,
    /// 同意议案，或选择领先选项
    pub agree: Weight,
    /// 反对议案，或选择其他选项
    pub against: Weight,
    /// 弃权
    pub abstain: Weight,
    /// 各选项的票数，按选项顺序；同意反对弃权时为空
    pub options: Vec<OptionCount>,
    /// 由高到低的名次，并列的在一组；同意反对弃权时为空
    pub ranking: Vec<Vec<OptionId>>,
    /// 领先的选项；并列时为 null
    #[schema(required = true)]
    pub leading: Option<OptionId>,
    /// 两两比较：行优于列的人数，按选项顺序；仅排序时有
    pub pairwise: Vec<Vec<u64>>,
    /// 最强路径的强度：行到列，按选项顺序；仅排序时有
    pub strongest_paths: Vec<Vec<Link>>,
}

/// Adds up ballots on one question.
pub struct Counter<'q> {
    question: &'q Question,
    places: BTreeMap<OptionId, usize>,
    ballots: u64,
    agree: Weight,
    against: Weight,
    abstain: Weight,
    counts: Vec<OptionCount>,
    pairwise: Pairwise,
}

impl<'q> Counter<'q> {
    /// No ballots yet.
    pub fn new(question: &'q Question) -> Self {
        let count = |option: &OptionId| OptionCount { option: *option, chosen: Weight::default(), points: 0 };
        Self {
            question,
            places: question.options.iter().copied().zip(0..).collect(),
            ballots: 0,
            agree: Weight::default(),
            against: Weight::default(),
            abstain: Weight::default(),
            counts: question.options.iter().map(count).collect(),
            pairwise: Pairwise::new(question.options.len()),
        }
    }

    /// Adds a ballot that was checked against the question.
    pub fn add(&mut self, choice: &Choice, weight: Weight) {
        self.ballots += 1;
        match choice {
            Choice::Agree {} => self.agree = self.agree.plus(weight),
            Choice::Against {} => self.against = self.against.plus(weight),
            Choice::Abstain {} => self.abstain = self.abstain.plus(weight),
            Choice::Options { options } => self.choose(options, weight),
            Choice::Ranking { ranking } => self.rank(ranking, weight),
            Choice::Scores { scores } => self.score(scores, weight),
        }
    }

    fn choose(&mut self, options: &[OptionId], weight: Weight) {
        self.against = self.against.plus(weight);
        for option in options {
            if let Some(count) = self.places.get(option).and_then(|at| self.counts.get_mut(*at)) {
                count.chosen = count.chosen.plus(weight);
            }
        }
    }

    fn rank(&mut self, ranking: &[Vec<OptionId>], weight: Weight) {
        self.choose(ranking.first().map_or(&[], Vec::as_slice), weight);
        let mut ranks = vec![ranking.len(); self.counts.len()];
        for (rank, option) in
            ranking.iter().enumerate().flat_map(|(rank, group)| group.iter().map(move |id| (rank, id)))
        {
            if let Some(place) = self.places.get(option).and_then(|at| ranks.get_mut(*at)) {
                *place = rank;
            }
        }
        self.pairwise.add(&ranks, weight.heads);
    }

    fn score(&mut self, scores: &[Score], weight: Weight) {
        self.against = self.against.plus(weight);
        for given in scores {
            if let Some(count) = self.places.get(&given.option).and_then(|at| self.counts.get_mut(*at)) {
                count.chosen = count.chosen.plus(weight);
                count.points = count.points.saturating_add(u64::from(given.score).saturating_mul(weight.heads));
            }
        }
    }

    /// The result.
    pub fn finish(self) -> Tally {
        let strongest = self.pairwise.strongest_paths();
        let ranked = self.question.method == Method::Ranked;
        let places: Vec<Vec<usize>> = match self.question.method {
            Method::Motion => Vec::new(),
            Method::Ranked => ranking(&strongest),
            Method::Score => descending(&self.counts, |count| count.points),
            Method::Single | Method::Approval => descending(&self.counts, |count| count.chosen.heads),
        };
        let leading = self.leading(&places);
        let (agree, against) = match leading.and_then(|at| self.counts.get(at)) {
            // Every ballot that named an option stands in `against` until one of them leads.
            Some(count) if self.has_shares() => (count.chosen, self.against.minus(count.chosen)),
            _ => (self.agree, self.against),
        };
        let named =
            |group: &Vec<usize>| group.iter().filter_map(|at| self.question.options.get(*at).copied()).collect();
        Tally {
            ballots: self.ballots,
            agree,
            against,
            abstain: self.abstain,
            ranking: places.iter().map(named).collect(),
            leading: leading.and_then(|at| self.question.options.get(at).copied()),
            pairwise: if ranked { self.pairwise.rows() } else { Vec::new() },
            strongest_paths: if ranked { strongest } else { Vec::new() },
            options: self.counts,
        }
    }

    fn has_shares(&self) -> bool {
        matches!(self.question.method, Method::Single | Method::Approval)
    }

    /// The option that alone is first, once somebody has voted; where areas count, by area as well.
    fn leading(&self, places: &[Vec<usize>]) -> Option<usize> {
        let [first] = places.first()?.as_slice() else { return None };
        let leader = self.counts.get(*first)?;
        let others =
            || self.counts.iter().enumerate().filter(|(at, _)| at != first).map(|(_, count)| count.chosen.area);
        let by_area = !self.has_shares() || leader.chosen.area == 0 || others().all(|area| area < leader.chosen.area);
        let voted = self.against.heads > 0;
        (voted && by_area).then_some(*first)
    }
}

/// Groups of equal figures, the highest first, each in the order of the options.
fn descending(counts: &[OptionCount], figure: impl Fn(&OptionCount) -> u64) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<std::cmp::Reverse<u64>, Vec<usize>> = BTreeMap::new();
    for (at, count) in counts.iter().enumerate() {
        groups.entry(std::cmp::Reverse(figure(count))).or_default().push(at);
    }
    groups.into_values().collect()
}

/// Counts everything at once.
pub fn count<'b>(question: &Question, ballots: impl IntoIterator<Item = (&'b Choice, Weight)>) -> Tally {
    let mut counter = Counter::new(question);
    for (choice, weight) in ballots {
        counter.add(choice, weight);
    }
    counter.finish()
}
