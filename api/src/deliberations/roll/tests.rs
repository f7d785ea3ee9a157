//! Electorates by domain.md, from plain records.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn member(number: u128, household: u128, birth_date: Option<NaiveDate>) -> ResidentRecord {
    ResidentRecord {
        resident: ResidentId(id(number)),
        household: HouseholdId(id(household)),
        building: BuildingId(id(7)),
        account: Some(AccountId(id(number + 1000))),
        birth_date,
    }
}

fn part(number: u128, area: u64) -> PartRecord {
    PartRecord { dwelling: DwellingId(id(number)), building: BuildingId(id(7)), area: Some(area) }
}

fn owns(owner: u128, dwelling: u128) -> OwnershipRecord {
    OwnershipRecord {
        dwelling: DwellingId(id(dwelling)),
        owner: id(owner),
        identity: None,
        account: Some(AccountId(id(owner + 1000))),
    }
}

fn heads_and_area(roll: &Roll) -> (u64, u64) {
    (roll.weight().heads, roll.weight().area)
}

fn kinds(roll: &Roll) -> Vec<ProblemKind> {
    roll.problems.iter().map(|problem| problem.kind).collect()
}

#[test]
fn residents_decide_from_their_eighteenth_birthday() {
    let opening = date(2026, 11, 20);
    let born = [date(2008, 11, 20), date(2008, 11, 21), date(1950, 1, 1)];
    let records: Vec<_> = (1..).zip(born).map(|(number, born)| member(number, 100, Some(born))).collect();
    let roll = residents(&records, opening);
    assert_eq!(roll.entries.iter().map(|entry| entry.subject).collect::<Vec<_>>(), [id(1), id(3)]);
    assert_eq!(heads_and_area(&roll), (2, 0));
}

#[test]
fn a_leap_days_child_comes_of_age_on_the_first_of_march() {
    let born = date(2008, 2, 29);
    assert!(!of_age(born, date(2026, 2, 28)));
    assert!(of_age(born, date(2026, 3, 1)));
}

#[test]
fn who_has_no_birth_date_is_named_and_not_on_the_roll() {
    let roll = residents(&[member(1, 100, None)], date(2026, 1, 1));
    assert_eq!((roll.entries.len(), kinds(&roll)), (0, vec![ProblemKind::ResidentWithoutBirthDate]));
    assert!(roll.is_sound());
}

#[test]
fn a_household_has_one_ballot_that_any_adult_casts() {
    let grown = Some(date(1980, 1, 1));
    let members = [member(1, 100, grown), member(2, 100, grown), member(3, 100, Some(date(2020, 1, 1)))];
    let records =
        [100, 200].map(|number| HouseholdRecord { household: HouseholdId(id(number)), building: BuildingId(id(7)) });
    let roll = households(&records, &members, date(2026, 1, 1));
    assert_eq!(heads_and_area(&roll), (1, 0));
    assert_eq!(roll.entries[0].accounts, [AccountId(id(1001)), AccountId(id(1002))]);
    assert_eq!(roll.problems, [Problem::with(ProblemKind::HouseholdWithoutAdult, id(200))]);
}

#[test]
fn one_owner_of_several_parts_is_one_head_with_all_their_area() {
    let roll = owners(&[part(1, 8_937), part(2, 6_001), part(3, 1_300)], &[owns(11, 1), owns(11, 2), owns(12, 3)]);
    assert_eq!(heads_and_area(&roll), (2, 16_238));
    assert_eq!(roll.entries[0].weight, Weight { heads: 1, area: 14_938 });
    assert!(roll.problems.is_empty());
}

#[test]
fn the_unsold_parts_of_a_developer_are_one_head() {
    let parts: Vec<_> = (1..=40).map(|number| part(number, 10_000)).collect();
    let unsold: Vec<_> = (1..=40).map(|number| owns(99, number)).collect();
    assert_eq!(heads_and_area(&owners(&parts, &unsold)), (1, 400_000));
}

#[test]
fn co_owners_share_one_ballot_that_either_casts() {
    let roll = owners(&[part(1, 9_000), part(2, 1_000)], &[owns(11, 1), owns(12, 1), owns(12, 2), owns(11, 2)]);
    assert_eq!(heads_and_area(&roll), (1, 10_000));
    assert_eq!(roll.entries[0].accounts.len(), 2);
}

#[test]
fn who_owns_alone_and_with_another_is_in_two_voters_and_named() {
    let roll = owners(&[part(1, 9_000), part(2, 1_000)], &[owns(11, 1), owns(11, 2), owns(12, 2)]);
    assert_eq!(heads_and_area(&roll), (2, 10_000));
    assert_eq!(roll.problems, [Problem::with(ProblemKind::OwnerAloneAndShared, id(11))]);
}

#[test]
fn an_owner_who_is_recorded_twice_is_one_and_named() {
    let known = |owner, dwelling| OwnershipRecord { identity: Some("same".into()), ..owns(owner, dwelling) };
    let roll = owners(&[part(1, 9_000), part(2, 1_000)], &[known(21, 1), known(11, 2), owns(11, 2)]);
    assert_eq!(heads_and_area(&roll), (1, 10_000));
    assert_eq!(kinds(&roll), [ProblemKind::OwnerTwice, ProblemKind::OwnerTwice]);
    assert_eq!(roll.entries[0].subject, id(11));
}

#[test]
fn a_part_without_area_or_owner_stands_in_the_way() {
    let bare = PartRecord { area: None, ..part(1, 0) };
    let roll = owners(&[bare, part(2, 100)], &[owns(11, 1)]);
    assert_eq!(kinds(&roll), [ProblemKind::PartWithoutArea, ProblemKind::PartWithoutOwner]);
    assert!(!roll.is_sound());
}

proptest! {
    #[test]
    fn no_square_centimetre_is_lost_and_the_order_of_records_tells_nothing(
        owned in prop::collection::vec((0_u128..6, 1_u64..100_000), 1..30),
        turn in any::<prop::sample::Index>(),
    ) {
        let parts: Vec<_> = (1..).zip(&owned).map(|(number, (_, area))| part(number, *area)).collect();
        let ownerships: Vec<_> = (1..).zip(&owned).map(|(number, (owner, _))| owns(owner + 100, number)).collect();
        let roll = owners(&parts, &ownerships);
        let people: std::collections::HashSet<_> = owned.iter().map(|(owner, _)| owner).collect();
        prop_assert_eq!(roll.weight().area, owned.iter().map(|(_, area)| area).sum::<u64>());
        prop_assert_eq!(roll.weight().heads, people.len() as u64);

        let (mut turned_parts, mut turned_owners) = (parts, ownerships);
        let by = turn.index(turned_parts.len());
        turned_parts.rotate_left(by);
        turned_owners.rotate_right(by);
        let turned = owners(&turned_parts, &turned_owners);
        prop_assert_eq!(digest(Electorate::Owners, &turned.entries), digest(Electorate::Owners, &roll.entries));
        prop_assert_eq!(turned, roll);
    }

    #[test]
    fn every_change_of_an_entry_changes_the_hash(which in 0_usize..4, extra in 1_u64..1000) {
        let parts = [part(1, 9_000), part(2, 1_000)];
        let roll = owners(&parts, &[owns(11, 1), owns(12, 2)]);
        let mut changed = roll.entries.clone();
        match which {
            0 => changed[0].weight.area += extra,
            1 => changed[0].weight.heads += extra,
            2 => changed[0].subject = id(500 + u128::from(extra)),
            _ => changed[0].parts.push(DwellingId(id(500 + u128::from(extra)))),
        }
        prop_assert_ne!(digest(Electorate::Owners, &changed), digest(Electorate::Owners, &roll.entries));
    }
}

#[test]
fn the_spelling_of_a_roll_is_fixed() {
    let roll = owners(&[part(1, 9_000), part(2, 1_000)], &[owns(11, 1), owns(12, 2)]);
    let text = "siwei-roll/1\nowners\n\
        00000000-0000-0000-0000-00000000000b\t1\t9000\t00000000-0000-0000-0000-000000000001\n\
        00000000-0000-0000-0000-00000000000c\t1\t1000\t00000000-0000-0000-0000-000000000002\n";
    let expected = hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()));
    assert_eq!(digest(roll.electorate, &roll.entries), expected);
}
