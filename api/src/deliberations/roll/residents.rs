//! Residents: 18 or older on the day of opening, one head each.

use chrono::NaiveDate;
use entity::deliberations::Electorate;

use super::{Entry, ONE_HEAD, Problem, ProblemKind, ResidentRecord, Roll, of_age};

/// The roll of the residents who are of age on the day of opening.
pub fn residents(records: &[ResidentRecord], opening: NaiveDate) -> Roll {
    let mut entries = Vec::new();
    let mut problems = Vec::new();
    for record in records {
        match record.birth_date {
            None => problems.push(Problem::with(ProblemKind::ResidentWithoutBirthDate, record.resident)),
            Some(birth) if of_age(birth, opening) => entries.push(entry(record)),
            Some(_) => {}
        }
    }
    Roll::new(Electorate::Residents, entries, problems)
}

fn entry(record: &ResidentRecord) -> Entry {
    Entry {
        subject: record.resident.into(),
        building: record.building,
        weight: ONE_HEAD,
        parts: Vec::new(),
        accounts: record.account.into_iter().collect(),
    }
}
