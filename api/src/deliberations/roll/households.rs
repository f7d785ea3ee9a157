//! Households: one ballot each, cast by any adult member; the first valid one counts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::deliberations::Electorate;
use entity::ids::{AccountId, HouseholdId};

use super::{Entry, HouseholdRecord, ONE_HEAD, Problem, ProblemKind, ResidentRecord, Roll, of_age};

/// The roll of the households that have an adult on the day of opening.
pub fn households(records: &[HouseholdRecord], members: &[ResidentRecord], opening: NaiveDate) -> Roll {
    let adults = adults(members, opening);
    let mut problems: Vec<Problem> = members
        .iter()
        .filter(|member| member.birth_date.is_none())
        .map(|member| Problem::with(ProblemKind::ResidentWithoutBirthDate, member.resident))
        .collect();
    let mut entries = Vec::new();
    for record in records {
        match adults.get(&record.household) {
            Some(accounts) => entries.push(entry(record, accounts.clone())),
            None => problems.push(Problem::with(ProblemKind::HouseholdWithoutAdult, record.household)),
        }
    }
    Roll::new(Electorate::Households, entries, problems)
}

/// The adults' accounts by household; a household with adults but without accounts is there too.
fn adults(members: &[ResidentRecord], opening: NaiveDate) -> BTreeMap<HouseholdId, Vec<AccountId>> {
    let mut adults: BTreeMap<HouseholdId, Vec<AccountId>> = BTreeMap::new();
    for member in members {
        if member.birth_date.is_some_and(|birth| of_age(birth, opening)) {
            adults.entry(member.household).or_default().extend(member.account);
        }
    }
    adults.values_mut().for_each(|accounts| accounts.sort());
    adults
}

fn entry(record: &HouseholdRecord, accounts: Vec<AccountId>) -> Entry {
    Entry { subject: record.household.into(), building: record.building, weight: ONE_HEAD, parts: Vec::new(), accounts }
}
