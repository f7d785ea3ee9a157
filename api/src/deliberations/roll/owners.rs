//! Owners by the Supreme People's Court's reading: one exclusive part is one head; all parts
//! of one owner together are one head; the developer's unsold parts together are one head;
//! co-owners share one ballot. So a voter is a set of owners, with all parts that it owns.

use std::collections::{BTreeMap, BTreeSet};

use aws_lc_rs::digest::{SHA256, digest};
use entity::deliberations::Electorate;
use entity::ids::{AccountId, BuildingId, DwellingId};
use uuid::Uuid;

use super::{Entry, OwnershipRecord, PartRecord, Problem, ProblemKind, Roll};
use crate::deliberations::rule::Weight;

/// Owners who own the same parts together; one alone is such a set as well.
type Owners = BTreeSet<Uuid>;

/// The roll of the owners of these parts.
pub fn owners(parts: &[PartRecord], ownerships: &[OwnershipRecord]) -> Roll {
    let mut problems = Vec::new();
    let one = one_record_each(ownerships, &mut problems);
    let of_part = owners_of_parts(ownerships, &one, &mut problems);
    let accounts = accounts(ownerships, &one);
    let mut together: BTreeMap<&Owners, Vec<&PartRecord>> = BTreeMap::new();
    for part in parts {
        if part.area.is_none_or(|area| area == 0) {
            problems.push(Problem::with(ProblemKind::PartWithoutArea, part.dwelling));
        }
        match of_part.get(&part.dwelling) {
            Some(owners) => together.entry(owners).or_default().push(part),
            None => problems.push(Problem::with(ProblemKind::PartWithoutOwner, part.dwelling)),
        }
    }
    problems.extend(alone_and_shared(&together));
    let entries = together.into_iter().map(|(owners, parts)| entry(owners, &parts, &accounts)).collect();
    Roll::new(Electorate::Owners, entries, problems)
}

/// Which record stands for each: two with one identity are one owner.
fn one_record_each(ownerships: &[OwnershipRecord], problems: &mut Vec<Problem>) -> BTreeMap<Uuid, Uuid> {
    let mut by_identity: BTreeMap<&str, Uuid> = BTreeMap::new();
    for record in ownerships {
        if let Some(identity) = record.identity.as_deref() {
            by_identity.entry(identity).and_modify(|first| *first = record.owner.min(*first)).or_insert(record.owner);
        }
    }
    let mut one = BTreeMap::new();
    for record in ownerships {
        let first = record.identity.as_deref().and_then(|identity| by_identity.get(identity)).copied();
        let first = first.unwrap_or(record.owner);
        if first != record.owner {
            problems.push(Problem::with(ProblemKind::OwnerTwice, record.owner));
        }
        one.insert(record.owner, first);
    }
    one
}

fn owners_of_parts(
    ownerships: &[OwnershipRecord],
    one: &BTreeMap<Uuid, Uuid>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<DwellingId, Owners> {
    let mut owners: BTreeMap<DwellingId, Owners> = BTreeMap::new();
    for record in ownerships {
        let owner = one.get(&record.owner).copied().unwrap_or(record.owner);
        if !owners.entry(record.dwelling).or_default().insert(owner) {
            problems.push(Problem::with(ProblemKind::OwnerTwice, record.owner));
        }
    }
    owners
}

fn accounts(ownerships: &[OwnershipRecord], one: &BTreeMap<Uuid, Uuid>) -> BTreeMap<Uuid, BTreeSet<AccountId>> {
    let mut accounts: BTreeMap<Uuid, BTreeSet<AccountId>> = BTreeMap::new();
    for record in ownerships {
        let owner = one.get(&record.owner).copied().unwrap_or(record.owner);
        accounts.entry(owner).or_default().extend(record.account);
    }
    accounts
}

/// Who is in more than one set: lawful, but worth a look.
fn alone_and_shared(together: &BTreeMap<&Owners, Vec<&PartRecord>>) -> Vec<Problem> {
    let mut sets: BTreeMap<Uuid, usize> = BTreeMap::new();
    for owner in together.keys().flat_map(|owners| owners.iter()) {
        *sets.entry(*owner).or_default() += 1;
    }
    let several = sets.into_iter().filter(|(_, sets)| *sets > 1);
    several.map(|(owner, _)| Problem::with(ProblemKind::OwnerAloneAndShared, owner)).collect()
}

fn entry(owners: &Owners, parts: &[&PartRecord], accounts: &BTreeMap<Uuid, BTreeSet<AccountId>>) -> Entry {
    let area = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(part.area.unwrap_or(0)));
    let voters: BTreeSet<AccountId> =
        owners.iter().filter_map(|owner| accounts.get(owner)).flatten().copied().collect();
    let mut dwellings: Vec<DwellingId> = parts.iter().map(|part| part.dwelling).collect();
    dwellings.sort();
    Entry {
        subject: subject(owners),
        building: main_building(parts),
        weight: Weight { heads: 1, area },
        parts: dwellings,
        accounts: voters.into_iter().collect(),
    }
}

/// One owner's own id; for co-owners one made of all of theirs, the same every time.
fn subject(owners: &Owners) -> Uuid {
    if let (Some(only), 1) = (owners.first(), owners.len()) {
        return *only;
    }
    let all: Vec<u8> = owners.iter().flat_map(|owner| *owner.as_bytes()).collect();
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(digest(&SHA256, &all).as_ref()).for_each(|(to, from)| *to = *from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Where most of the area lies.
fn main_building(parts: &[&PartRecord]) -> BuildingId {
    let mut areas: BTreeMap<BuildingId, u64> = BTreeMap::new();
    for part in parts {
        let area = areas.entry(part.building).or_default();
        *area = area.saturating_add(part.area.unwrap_or(0));
    }
    let main = areas.into_iter().max_by_key(|(building, area)| (*area, std::cmp::Reverse(*building)));
    main.map_or(BuildingId(Uuid::nil()), |(building, _)| building)
}
