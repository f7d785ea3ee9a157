//! The roll of voters (domain.md section 4, "Electorates"): made from the community's records,
//! frozen and hashed when the vote opens. Weight and standing come from it, never from a request.

mod frozen;
mod households;
mod owners;
mod problem;
mod residents;

#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveDate};
use entity::deliberations::Electorate;
use entity::ids::{AccountId, BuildingId, DwellingId, HouseholdId, ResidentId};
use uuid::Uuid;

use super::rule::Weight;

pub use frozen::digest;
pub use households::households;
pub use owners::owners;
pub use problem::{Problem, ProblemKind};
pub use residents::residents;

/// The age from which residents decide, in years.
const OF_AGE: i32 = 18;

/// A resident as the roster has them.
#[derive(Clone, Debug)]
pub struct ResidentRecord {
    /// On the roster.
    pub resident: ResidentId,
    /// The household they live in.
    pub household: HouseholdId,
    /// The building it lives in.
    pub building: BuildingId,
    /// Their account, once verified.
    pub account: Option<AccountId>,
    /// Their day of birth.
    pub birth_date: Option<NaiveDate>,
}

/// A household as the roster has it.
#[derive(Clone, Copy, Debug)]
pub struct HouseholdRecord {
    /// On the roster.
    pub household: HouseholdId,
    /// The building it lives in.
    pub building: BuildingId,
}

/// An exclusive part (专有部分).
#[derive(Clone, Copy, Debug)]
pub struct PartRecord {
    /// The dwelling, shop or parking space.
    pub dwelling: DwellingId,
    /// The building it lies in.
    pub building: BuildingId,
    /// Its exclusive area in 0.01 m².
    pub area: Option<u64>,
}

/// That somebody owns a part, alone or with others. The developer owns what is unsold or
/// sold and not handed over.
#[derive(Clone, Debug)]
pub struct OwnershipRecord {
    /// The part.
    pub dwelling: DwellingId,
    /// The owner's record.
    pub owner: Uuid,
    /// What two records of one owner have in common: the blind index of the identity number.
    pub identity: Option<String>,
    /// The account through which the owner votes.
    pub account: Option<AccountId>,
}

/// One voter: a resident, a household, or the owners who share a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it stands for: the resident, the household, the owner; of co-owners a digest of all.
    pub subject: Uuid,
    /// Where it counts when turnout is shown by building.
    pub building: BuildingId,
    /// One head and the area of all parts.
    pub weight: Weight,
    /// The parts that the area comes from, in order.
    pub parts: Vec<DwellingId>,
    /// Who may cast the ballot, in order; nobody when it can only come on paper.
    pub accounts: Vec<AccountId>,
}

/// A roll, not yet frozen, with what is wrong with the records it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    /// Who decides.
    pub electorate: Electorate,
    /// The voters, in the order of their subjects.
    pub entries: Vec<Entry>,
    /// What somebody should look at first, in order.
    pub problems: Vec<Problem>,
}

impl Roll {
    fn new(electorate: Electorate, mut entries: Vec<Entry>, mut problems: Vec<Problem>) -> Self {
        entries.sort_by_key(|entry| entry.subject);
        problems.sort();
        problems.dedup();
        Self { electorate, entries, problems }
    }

    /// The whole roll's heads and area.
    pub fn weight(&self) -> Weight {
        self.entries.iter().fold(Weight::default(), |sum, entry| sum.plus(entry.weight))
    }

    /// Whether nothing stands in the way of a vote.
    pub fn is_sound(&self) -> bool {
        !self.problems.iter().any(|problem| problem.kind.blocks())
    }
}

/// Whether somebody born then is of age on that day. Who was born on 29 February comes of
/// age on 1 March where there is no such day.
pub fn of_age(birth: NaiveDate, on: NaiveDate) -> bool {
    let day = |date: NaiveDate| (date.month(), date.day());
    match on.year() - birth.year() {
        years if years == OF_AGE => day(on) >= day(birth),
        years => years > OF_AGE,
    }
}

/// One head without an area.
const ONE_HEAD: Weight = Weight { heads: 1, area: 0 };
