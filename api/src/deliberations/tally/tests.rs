//! Counting by hand, and Schulze's method against another implementation.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use super::*;

const PUBLISHED: &str = include_str!("../../../../docs/vectors/schulze.json");

fn option(number: usize) -> OptionId {
    OptionId(Uuid::from_u128(number as u128))
}

fn question(method: Method, options: usize) -> Question {
    Question { method, options: (0..options).map(option).collect(), at_most: 2 }
}

fn head(heads: u64) -> Weight {
    Weight { heads, area: 0 }
}

fn chosen(numbers: &[usize]) -> Choice {
    Choice::Options { options: numbers.iter().copied().map(option).collect() }
}

fn ranked(groups: &[&[usize]]) -> Choice {
    Choice::Ranking { ranking: groups.iter().map(|group| group.iter().copied().map(option).collect()).collect() }
}

#[test]
fn a_motion_counts_sides_and_abstentions() {
    let weights = [(Choice::Agree {}, 3, 300), (Choice::Against {}, 2, 500), (Choice::Abstain {}, 1, 50)];
    let ballots = weights.iter().map(|(choice, heads, area)| (choice, Weight { heads: *heads, area: *area }));
    let tally = count(&question(Method::Motion, 0), ballots);
    assert_eq!(
        (tally.ballots, tally.agree, tally.against),
        (3, Weight { heads: 3, area: 300 }, Weight { heads: 2, area: 500 })
    );
    assert_eq!((tally.abstain, tally.leading, tally.ranking.len()), (Weight { heads: 1, area: 50 }, None, 0));
}

#[test]
fn the_leading_option_has_the_votes_and_the_others_stand_against_it() {
    let ballots = [chosen(&[0]), chosen(&[1]), chosen(&[1]), Choice::Abstain {}];
    let tally = count(&question(Method::Single, 3), ballots.iter().map(|choice| (choice, head(1))));
    assert_eq!(
        (tally.leading, tally.agree, tally.against, tally.abstain),
        (Some(option(1)), head(2), head(1), head(1))
    );
    assert_eq!(tally.ranking, [[option(1)], [option(0)], [option(2)]]);
}

#[test]
fn a_tie_leads_nowhere() {
    let ballots = [chosen(&[0]), chosen(&[1])];
    let tally = count(&question(Method::Single, 2), ballots.iter().map(|choice| (choice, head(1))));
    assert_eq!((tally.leading, tally.agree, tally.against), (None, head(0), head(2)));
    assert_eq!(tally.ranking, [[option(0), option(1)]]);
}

#[test]
fn more_heads_with_less_area_do_not_lead() {
    let ballots = [(chosen(&[0]), 2, 100), (chosen(&[1]), 1, 900)];
    let ballots = ballots.iter().map(|(choice, heads, area)| (choice, Weight { heads: *heads, area: *area }));
    assert_eq!(count(&question(Method::Single, 2), ballots).leading, None);
}

#[test]
fn an_approval_may_name_several_and_counts_once_as_a_ballot() {
    let ballots = [chosen(&[0, 1]), chosen(&[1]), chosen(&[2])];
    let tally = count(&question(Method::Approval, 3), ballots.iter().map(|choice| (choice, head(1))));
    assert_eq!(tally.options.iter().map(|count| count.chosen.heads).collect::<Vec<_>>(), [1, 2, 1]);
    assert_eq!((tally.agree, tally.against), (head(2), head(1)));
}

#[test]
fn scores_are_added_up() {
    let scores = |first, second| Choice::Scores {
        scores: vec![Score { option: option(0), score: first }, Score { option: option(1), score: second }],
    };
    let ballots = [scores(5, 1), scores(2, 4), Choice::Abstain {}];
    let tally = count(&question(Method::Score, 2), ballots.iter().map(|choice| (choice, head(1))));
    assert_eq!(tally.options.iter().map(|count| count.points).collect::<Vec<_>>(), [7, 5]);
    assert_eq!(tally.leading, Some(option(0)));
}

#[test]
fn nobody_leads_where_nobody_voted() {
    for method in Method::ALL {
        let tally = count(&question(*method, 1), []);
        assert_eq!((tally.leading, tally.agree, tally.ballots), (None, head(0), 0), "{method}");
    }
}

/// The example of Schulze's paper, section 3.1: 21 voters, A before C before D before B.
#[test]
fn the_example_of_the_paper_comes_out_as_in_the_paper() {
    let (a, b, c, d) = (0, 1, 2, 3);
    let ballots = [(8, [a, c, d, b]), (2, [b, a, d, c]), (4, [c, d, b, a]), (4, [d, b, a, c]), (3, [d, c, b, a])];
    let ballots: Vec<_> = ballots
        .iter()
        .map(|(heads, order)| (ranked(&order.map(|one| [one]).each_ref().map(|one| &one[..])), head(*heads)))
        .collect();
    let tally = count(&question(Method::Ranked, 4), ballots.iter().map(|(choice, weight)| (choice, *weight)));
    assert_eq!(tally.ranking, [[option(d)], [option(a)], [option(c)], [option(b)]]);
    assert_eq!(tally.strongest_paths[a][b].votes, 14);
}

#[test]
fn options_that_are_not_ranked_tie_for_the_last_place() {
    let ballots = [(ranked(&[&[2]]), head(1))];
    let tally = count(&question(Method::Ranked, 3), ballots.iter().map(|(choice, weight)| (choice, *weight)));
    assert_eq!(tally.ranking, [vec![option(2)], vec![option(0), option(1)]]);
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    made_by: String,
    profiles: Vec<Profile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Profile {
    ballots: String,
    above: String,
    ranking: String,
}

#[test]
fn schulze_agrees_with_another_implementation_on_random_profiles_with_ties() {
    let page: Page = serde_json::from_str(PUBLISHED).unwrap_or_else(|error| panic!("no vectors: {error}"));
    assert!(page.made_by.starts_with("pref_voting 1.18.2"));
    assert!(page.profiles.len() >= 1_000);
    let with_ties = page.profiles.iter().filter(|profile| profile.ranking.contains('=')).count();
    assert!(with_ties >= 300, "only {with_ties} profiles end in a tie");
    for profile in page.profiles {
        let paths = paths_of(&profile.ballots);
        let above = |one: usize, other: usize| paths[one][other] > paths[other][one];
        let pairs = (0..paths.len()).flat_map(|one| (0..paths.len()).map(move |other| (one, other)));
        let ours: BTreeSet<String> =
            pairs.filter(|(one, other)| above(*one, *other)).map(|(one, other)| format!("{one}{other}")).collect();
        let theirs: BTreeSet<String> = profile.above.split_whitespace().map(str::to_owned).collect();
        assert_eq!(ours, theirs, "{}", profile.ballots);
        let group = |group: &Vec<usize>| group.iter().map(usize::to_string).collect::<Vec<_>>().join("=");
        let said: Vec<String> = ranking(&paths).iter().map(group).collect();
        assert_eq!(said.join(">"), profile.ranking, "{}", profile.ballots);
    }
}

/// `2*2112 1*1121`: so many ballots with these ranks.
fn paths_of(ballots: &str) -> Vec<Vec<Link>> {
    let digits = |text: &str| text.bytes().map(|byte| usize::from(byte - b'0')).collect::<Vec<_>>();
    let parsed: Vec<(u64, Vec<usize>)> = ballots
        .split_whitespace()
        .filter_map(|ballot| ballot.split_once('*'))
        .map(|(count, ranks)| (count.parse().unwrap_or(0), digits(ranks)))
        .collect();
    let mut pairwise = Pairwise::new(parsed.first().map_or(0, |(_, ranks)| ranks.len()));
    parsed.iter().for_each(|(count, ranks)| pairwise.add(ranks, *count));
    pairwise.strongest_paths()
}

proptest! {
    #[test]
    fn every_option_has_one_place_and_a_condorcet_winner_the_first(
        ballots in prop::collection::vec(prop::collection::vec(0_usize..5, 5), 1..20)
    ) {
        let mut pairwise = Pairwise::new(5);
        ballots.iter().for_each(|ranks| pairwise.add(ranks, 1));
        let places = ranking(&pairwise.strongest_paths());
        let mut placed = places.concat();
        placed.sort_unstable();
        prop_assert_eq!(placed, vec![0, 1, 2, 3, 4]);
        let votes = pairwise.rows();
        let beats_all = |one: &usize| (0..5).all(|other| other == *one || votes[*one][other] > votes[other][*one]);
        if let Some(winner) = (0..5).find(beats_all) {
            prop_assert_eq!(&places[0], &vec![winner]);
        }
    }

    #[test]
    fn the_order_in_which_ballots_are_counted_tells_nothing(
        mut picks in prop::collection::vec(0_usize..4, 1..30), turn in any::<prop::sample::Index>()
    ) {
        let question = question(Method::Single, 4);
        let tally = |picks: &[usize]| {
            let ballots: Vec<_> = picks.iter().map(|pick| chosen(&[*pick])).collect();
            count(&question, ballots.iter().map(|choice| (choice, head(1))))
        };
        let before = tally(&picks);
        let by = turn.index(picks.len());
        picks.rotate_left(by);
        prop_assert_eq!(tally(&picks), before);
    }
}
