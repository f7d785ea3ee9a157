//! The people that a sheet names, beside those who are known: found by the identity
//! number, else by household and name.

use std::collections::{HashMap, HashSet};

use entity::community::{Relation, household};
use entity::ids::{DwellingId, HouseholdId};
use sea_orm::ActiveValue::Set;

use super::known::People;
use super::member::{Found, Member, settle};
use super::{Person, Plan};
use crate::error::{Code, Result};
use crate::imports::column::Column;
use crate::imports::fault::Fault;
use crate::kernel::Vault;
use crate::kernel::crypto::Field;

/// Everybody in the sheet, with their homes.
#[derive(Debug, Default)]
pub struct Crowd<'a> {
    members: Vec<Member<'a>>,
    homes: HashMap<DwellingId, Home>,
}

/// Who lives behind one door.
#[derive(Debug, Default)]
struct Home {
    /// The households on record, or the one that is to be made.
    households: Vec<HouseholdId>,
    /// Whether it is to be made.
    new: bool,
}

impl<'a> Crowd<'a> {
    /// Gathers the people of the sheet; one whose dwelling cannot be placed is left out.
    pub fn gather(
        vault: &Vault,
        people: &[(usize, usize, &'a Person)],
        dwellings: &[Option<DwellingId>],
        households: &HashMap<DwellingId, Vec<HouseholdId>>,
    ) -> Self {
        let mut crowd = Self::default();
        for (row, place, person) in people {
            let Some(home) = dwellings[*place] else { continue };
            crowd.homes.entry(home).or_insert_with(|| {
                let known = households.get(&home).cloned();
                Home { new: known.is_none(), households: known.unwrap_or_else(|| vec![HouseholdId::new()]) }
            });
            let name = vault.blind(Field::Name, &person.name);
            let number = person.id_number.as_deref().map(|number| vault.blind(Field::IdNumber, number));
            crowd.members.push(Member { row: *row, home, person, name, number });
        }
        crowd
    }

    /// The numbers and the households to look up.
    pub fn wanted(&self) -> (Vec<String>, Vec<HouseholdId>) {
        let numbers = self.members.iter().filter_map(|member| member.number.clone()).collect();
        let known = self.homes.values().filter(|home| !home.new);
        (numbers, known.flat_map(|home| home.households.iter().copied()).collect())
    }

    /// Plans what becomes of the people and their households.
    pub fn compare(&mut self, vault: &Vault, known: &People, plan: &mut Plan) -> Result<()> {
        let repeated = self.repeated(&mut plan.faults);
        let (mut found, mut taken) = (HashMap::new(), HashMap::new());
        let sure: Vec<usize> = (0..self.members.len()).filter(|index| !repeated.contains(index)).collect();
        for index in &sure {
            let member = &self.members[*index];
            if let Some(known) = member.number.as_ref().and_then(|number| known.by_number.get(number)) {
                found.insert(*index, *known);
                taken.insert(*known, member.row);
            }
        }
        let mut living = HashSet::new();
        for index in sure {
            let member = &self.members[index];
            let who = match found.get(&index) {
                Some(known) => Ok(Found::Known(*known)),
                None => self.by_name(member, known, &taken),
            };
            if let Ok(Found::Known(index)) = who {
                taken.insert(index, member.row);
            }
            match who.and_then(|who| Ok((self.household(member, known, &who)?, who))) {
                Ok((household, who)) => {
                    living.insert((member.home, household));
                    settle(vault, member, household, who, known, plan)?;
                }
                Err(fault) => plan.faults.push(fault),
            }
        }
        self.households(&living, plan);
        Ok(())
    }

    /// The members that stand in the sheet twice, and those who would be a second head.
    fn repeated(&self, faults: &mut Vec<Fault>) -> HashSet<usize> {
        let (mut numbers, mut names, mut heads) = (HashMap::new(), HashMap::<_, Vec<_>>::new(), HashMap::new());
        let mut repeated = HashSet::new();
        for (index, member) in self.members.iter().enumerate() {
            let same_number = member.number.as_ref().and_then(|number| numbers.get(number).copied());
            let namesakes = names.entry((member.home, &member.name)).or_default();
            let same_name = namesakes.iter().find(|(_, numbered)| !numbered || member.number.is_none());
            if let Some(other) = same_number {
                faults.push(Fault::beside(member.row, Column::IdNumber, Code::RepeatedPerson, other));
                repeated.insert(index);
            } else if let Some((other, _)) = same_name {
                faults.push(Fault::beside(member.row, Column::Name, Code::RepeatedPerson, *other));
                repeated.insert(index);
            }
            namesakes.push((member.row, member.number.is_some()));
            if let Some(number) = &member.number {
                numbers.entry(number).or_insert(member.row);
            }
            if member.person.relation == Some(Relation::Head) && self.homes[&member.home].households.len() == 1 {
                let first = *heads.entry(member.home).or_insert(member.row);
                if first != member.row {
                    faults.push(Fault::beside(member.row, Column::Relation, Code::SecondHead, first));
                }
            }
        }
        repeated
    }

    /// Looks somebody up by household and name.
    fn by_name(&self, member: &Member<'_>, known: &People, taken: &HashMap<usize, usize>) -> Result<Found, Fault> {
        let fault = |column, code| Err(Fault::new(member.row, column, code));
        let living = self.homes[&member.home].households.iter().filter_map(|id| known.by_household.get(id)).flatten();
        let namesakes: Vec<usize> =
            living.copied().filter(|index| known.rows[*index].name_blind == member.name).collect();
        let free = || namesakes.iter().copied().filter(|index| !taken.contains_key(index));
        let (numbered, others): (Vec<usize>, Vec<usize>) =
            free().partition(|index| member.number.is_some() && known.rows[*index].id_number_blind.is_some());
        match (others.as_slice(), numbered.is_empty()) {
            ([one], _) => Ok(Found::Known(*one)),
            ([_, _, ..], _) => fault(Column::Name, Code::AmbiguousPerson),
            ([], false) => fault(Column::IdNumber, Code::IdNumberDiffers),
            ([], true) => match namesakes.first().and_then(|index| taken.get(index)) {
                Some(other) if member.number.is_none() => {
                    Err(Fault::beside(member.row, Column::Name, Code::RepeatedPerson, *other))
                }
                _ => Ok(Found::New),
            },
        }
    }

    /// The household that somebody belongs to: the own one if it is behind this door, else the only one there.
    fn household(&self, member: &Member<'_>, known: &People, who: &Found) -> Result<HouseholdId, Fault> {
        let there = &self.homes[&member.home].households;
        let own = match who {
            Found::Known(index) => known.rows[*index].household_id.filter(|id| there.contains(id)),
            Found::New => None,
        };
        match (own, there.as_slice()) {
            (Some(own), _) => Ok(own),
            (None, [only]) => Ok(*only),
            (None, _) => Err(Fault::new(member.row, Column::Name, Code::SeveralHouseholds)),
        }
    }

    fn households(&self, living: &HashSet<(DwellingId, HouseholdId)>, plan: &mut Plan) {
        for (dwelling, id) in living {
            match self.homes[dwelling].new {
                true => {
                    let fields = household::ActiveModel { dwelling_id: Set(*dwelling), ..Default::default() };
                    plan.households.created.push((*id, fields));
                }
                false => plan.households.unchanged += 1,
            }
        }
    }
}
