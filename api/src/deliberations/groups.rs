//! Results by building. A group that is so small, or so much of one mind, that its figures
//! would tell who voted how, is withheld; and never one group alone, because the whole minus
//! the rest would give it away (docs/adr/0010-secret-ballots.md).

use entity::ids::BuildingId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::tally::Tally;

/// Ballots that a group must have to be shown, and that all withheld groups must have together.
const FEWEST: u64 = 10;

/// 一个楼栋的计票结果
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BuildingResult {
    /// 楼栋
    pub building_id: BuildingId,
    /// 计票结果；票数太少或意见一致、足以推知个人选择时不公布，为 null
    #[schema(required = true)]
    pub tally: Option<Tally>,
}

/// The groups in their order, those withheld that would tell.
pub fn shown(groups: Vec<(BuildingId, Tally)>) -> Vec<BuildingResult> {
    let mut withheld: Vec<bool> = groups.iter().map(|(_, tally)| tells(tally)).collect();
    while let Some(next) = one_more(&groups, &withheld) {
        withheld[next] = true;
    }
    let result = |((building_id, tally), withheld): ((BuildingId, Tally), bool)| BuildingResult {
        building_id,
        tally: (!withheld).then_some(tally),
    };
    groups.into_iter().zip(withheld).map(result).collect()
}

/// The smallest group that has to join those withheld, so that nobody can subtract them out.
fn one_more(groups: &[(BuildingId, Tally)], withheld: &[bool]) -> Option<usize> {
    let ballots = |place: usize| groups.get(place).map_or(0, |(_, tally)| tally.ballots);
    let hidden: Vec<usize> = (0..groups.len()).filter(|place| withheld.get(*place) == Some(&true)).collect();
    let together: u64 = hidden.iter().map(|place| ballots(*place)).sum();
    if hidden.is_empty() || (hidden.len() > 1 && together >= FEWEST) {
        return None;
    }
    (0..groups.len()).filter(|place| withheld.get(*place) == Some(&false)).min_by_key(|place| ballots(*place))
}

/// Whether the figures of this group tell how each of its voters voted.
fn tells(tally: &Tally) -> bool {
    let all = |heads: u64| heads == tally.ballots;
    let motion = [tally.agree, tally.against, tally.abstain];
    let by_option = tally.options.iter().any(|count| all(count.chosen.heads));
    let of_one_mind = match tally.options.is_empty() {
        true => motion.iter().any(|side| all(side.heads)),
        false => by_option || all(tally.abstain.heads),
    };
    tally.ballots < FEWEST || of_one_mind
}

#[cfg(test)]
mod tests {
    use entity::deliberations::Method;
    use uuid::Uuid;

    use super::*;
    use crate::deliberations::rule::Weight;
    use crate::deliberations::tally::{Choice, Question, count};

    fn group(number: u128, agree: usize, against: usize) -> (BuildingId, Tally) {
        let question = Question { method: Method::Motion, options: Vec::new(), at_most: 1 };
        let ballots = std::iter::repeat_n(Choice::Agree {}, agree).chain(std::iter::repeat_n(Choice::Against {}, against));
        let ballots: Vec<Choice> = ballots.collect();
        let head = Weight { heads: 1, area: 0 };
        (BuildingId(Uuid::from_u128(number)), count(&question, ballots.iter().map(|choice| (choice, head))))
    }

    fn seen(groups: Vec<(BuildingId, Tally)>) -> Vec<bool> {
        shown(groups).into_iter().map(|result| result.tally.is_some()).collect()
    }

    #[test]
    fn large_groups_of_several_minds_are_shown() {
        assert_eq!(seen(vec![group(1, 6, 4), group(2, 20, 1)]), [true, true]);
    }

    #[test]
    fn a_small_group_hides_behind_the_next_smallest() {
        assert_eq!(seen(vec![group(1, 5, 4), group(2, 20, 5), group(3, 8, 8)]), [false, true, false]);
    }

    #[test]
    fn who_are_of_one_mind_are_withheld() {
        assert_eq!(seen(vec![group(1, 30, 0), group(2, 20, 5), group(3, 8, 8)]), [false, true, false]);
    }

    #[test]
    fn withheld_groups_are_never_few_ballots_together() {
        let groups = vec![group(1, 2, 1), group(2, 1, 2), group(3, 9, 9), group(4, 30, 30)];
        assert_eq!(seen(groups), [false, false, false, true]);
    }

    #[test]
    fn a_single_small_group_is_withheld_with_nothing_to_hide_behind() {
        assert_eq!(seen(vec![group(1, 5, 4)]), [false]);
    }
}
