//! Bundles of every kind of vote, and what they are made of.

use chrono::{TimeZone, Utc};
use uuid::Uuid;

use super::super::*;
use crate::deliberations::leaf::Leaf;
use crate::deliberations::rule::find;
use crate::deliberations::tally::{Choice, Score};

pub fn signer(seed: u8) -> Signer {
    Signer::new(&[seed; 32]).unwrap_or_else(|error| panic!("no signer: {error}"))
}

pub fn option(number: u128) -> OptionId {
    OptionId(Uuid::from_u128(number))
}

pub fn basis(method: Method, electorate: Electorate, rule: Rule, roll: Weight) -> Basis {
    let at = |hour| Utc.with_ymd_and_hms(2026, 11, 20, hour, 0, 0).single().unwrap_or_default();
    let options = if method == Method::Motion { 0 } else { 3 };
    let published = |number| PublishedOption { id: option(number), text: format!("方案{number}") };
    Basis {
        question: PublishedQuestion {
            deliberation: DeliberationId(Uuid::from_u128(77)),
            text: "是否使用维修资金更换电梯？".into(),
            method,
            at_most: 2,
            options: (1..=options).map(published).collect(),
            electorate,
            secrecy: Secrecy::Open,
            opens_at: at(8),
            closes_at: at(18),
        },
        rule,
        roll: PublishedRoll {
            hash: hex::encode([5; 32]),
            weight: roll,
            silent_served: Weight { heads: 1, area: roll.area / 100 },
        },
        counted_at: at(19),
    }
}

pub fn leaf(number: u8, choice: Choice, area: u64) -> Leaf {
    Leaf { salt: hex::encode([number; 32]), choice, weight: Weight { heads: 1, area } }
}

pub fn rule(code: &str) -> Rule {
    find(code, 1).unwrap_or_else(|| panic!("no rule {code}"))
}

/// An owners' motion with silent owners, a choice, a ranking and a score.
pub fn samples() -> Vec<Bundle> {
    let owners = rule("cn-civil-code-278-special").with_silent_following();
    let motion = [Choice::Agree {}, Choice::Agree {}, Choice::Against {}, Choice::Abstain {}];
    let chosen = |numbers: &[u128]| Choice::Options { options: numbers.iter().copied().map(option).collect() };
    let ranked = |order: [u128; 3]| Choice::Ranking { ranking: order.map(|one| vec![option(one)]).to_vec() };
    let scored = |scores: [u8; 3]| Choice::Scores {
        scores: scores.into_iter().zip(1..).map(|(score, number)| Score { option: option(number), score }).collect(),
    };
    let made = |basis, choices: Vec<Choice>, area| {
        let leaves = (1..).zip(choices).map(|(number, choice)| leaf(number, choice, area)).collect();
        Bundle::make(basis, leaves, &signer(1)).unwrap_or_else(|error| panic!("no bundle: {error}"))
    };
    let heads = Weight { heads: 5, area: 0 };
    vec![
        made(
            basis(Method::Motion, Electorate::Owners, owners, Weight { heads: 5, area: 50_000 }),
            motion.to_vec(),
            10_000,
        ),
        made(
            basis(Method::Approval, Electorate::Residents, rule("residents-majority"), heads),
            vec![chosen(&[1, 2]), chosen(&[2]), Choice::Abstain {}],
            0,
        ),
        made(
            basis(Method::Ranked, Electorate::Households, rule("advisory"), heads),
            vec![ranked([1, 2, 3]), ranked([2, 1, 3])],
            0,
        ),
        made(basis(Method::Score, Electorate::Residents, rule("advisory"), heads), vec![scored([1, 5, 3])], 0),
    ]
}
