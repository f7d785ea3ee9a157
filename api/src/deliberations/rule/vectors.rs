//! The published vectors `docs/vectors/civil-code-278.json`: made with exact fractions by the
//! program beside them, read here. What siwei says must be what stands there.

use std::collections::BTreeMap;

use entity::deliberations::{Outcome, SilentReading};
use entity::ids::{BuildingId, DwellingId};
use serde::Deserialize;
use uuid::Uuid;

use super::{Poll, Text, Weight, find, judge};
use crate::deliberations::roll::{self, OwnershipRecord, PartRecord};

const PUBLISHED: &str = include_str!("../../../../docs/vectors/civil-code-278.json");

#[derive(Deserialize)]
struct Page {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    name: Text,
    rule: String,
    rule_version: u32,
    silent_follow_majority: bool,
    roll: Weight,
    agree: Weight,
    against: Weight,
    abstain: Weight,
    served: Weight,
    expected: Vec<Expected>,
    owners: Option<Owners>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    silent: SilentReading,
    outcome: Outcome,
    met: Vec<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Owners {
    parts: Vec<Part>,
    votes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    area: u64,
    owners: Vec<String>,
}

fn cases() -> Vec<Case> {
    let page: Result<Page, _> = serde_json::from_str(PUBLISHED);
    page.map(|page| page.cases).unwrap_or_else(|error| panic!("the vectors cannot be read: {error}"))
}

#[test]
fn siwei_says_what_the_published_vectors_say() {
    let cases = cases();
    assert!(cases.len() > 40, "{} vectors are too few", cases.len());
    for case in cases {
        let mut rule = find(&case.rule, case.rule_version).unwrap_or_else(|| panic!("no rule {}", case.rule));
        rule.silent_follow_majority = case.silent_follow_majority;
        let (roll, silent_served) = (case.roll, case.served);
        let poll = Poll {
            roll,
            agree: case.agree,
            against: case.against,
            abstain: case.abstain,
            silent_served,
            ..Poll::default()
        };
        assert!(poll.fits(), "{}", case.name.en);
        let verdict = judge(&rule, poll);
        let said: Vec<_> = verdict
            .readings
            .iter()
            .map(|reading| {
                (reading.silent, reading.outcome, reading.checks.iter().map(|check| check.met).collect::<Vec<_>>())
            })
            .collect();
        let expected: Vec<_> =
            case.expected.into_iter().map(|reading| (reading.silent, reading.outcome, reading.met)).collect();
        assert_eq!(said, expected, "{}", case.name.en);
        assert_eq!(verdict.outcome, said[0].1);
    }
}

#[test]
fn the_rolls_of_the_vectors_come_from_their_parts() {
    let with_owners: Vec<_> =
        cases().into_iter().filter_map(|case| Some((case.owners?, case.roll, case.agree))).collect();
    assert!(with_owners.len() >= 6);
    for (owners, roll, agree) in with_owners {
        let built = build(&owners);
        assert!(built.is_sound());
        assert_eq!(built.weight(), roll);
        let agreed: Vec<Uuid> = owners
            .votes
            .iter()
            .filter(|(_, vote)| *vote == "agree")
            .map(|(names, _)| entry_of(&built, &owners, names))
            .collect();
        let sum = built.entries.iter().filter(|entry| agreed.contains(&entry.subject));
        assert_eq!(sum.fold(Weight::default(), |sum, entry| sum.plus(entry.weight)), agree);
    }
}

fn named(name: &str) -> Uuid {
    name.bytes().fold(Uuid::nil(), |id, byte| Uuid::from_u128(id.as_u128() << 8 | u128::from(byte)))
}

fn numbered(at: usize) -> DwellingId {
    DwellingId(Uuid::from_u128(at as u128))
}

fn build(owners: &Owners) -> roll::Roll {
    let building = BuildingId(Uuid::nil());
    let parts: Vec<_> = owners
        .parts
        .iter()
        .enumerate()
        .map(|(at, part)| PartRecord { dwelling: numbered(at), building, area: Some(part.area) })
        .collect();
    let mut ownerships = Vec::new();
    for (at, part) in owners.parts.iter().enumerate() {
        let of = |name: &String| OwnershipRecord {
            dwelling: numbered(at),
            owner: named(name),
            identity: None,
            account: None,
        };
        ownerships.extend(part.owners.iter().map(of));
    }
    roll::owners(&parts, &ownerships)
}

/// The voter that these names stand for, found by one of its parts.
fn entry_of(built: &roll::Roll, owners: &Owners, names: &str) -> Uuid {
    let mut wanted: Vec<&str> = names.split('+').collect();
    wanted.sort_unstable();
    let part = owners.parts.iter().position(|part| {
        let mut of: Vec<&str> = part.owners.iter().map(String::as_str).collect();
        of.sort_unstable();
        of == wanted
    });
    let part = part.map(numbered).unwrap_or_else(|| panic!("{names} own nothing"));
    let entry = built.entries.iter().find(|entry| entry.parts.contains(&part));
    entry.map(|entry| entry.subject).unwrap_or_else(|| panic!("{names} are on no roll"))
}
