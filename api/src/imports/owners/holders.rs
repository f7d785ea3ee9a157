//! The owners that a sheet names, each once: by number, an organisation also by name, anybody
//! else by dwelling and name; namesakes in two dwellings are taken for two.

use std::collections::{HashMap, HashSet};

use entity::deliberations::OwnerKind;
use entity::ids::DwellingId;

use super::{Line, Owner};
use crate::error::Code;
use crate::imports::column::Column;
use crate::imports::fault::Fault;
use crate::imports::places::Places;
use crate::kernel::Vault;
use crate::kernel::crypto::Field;

/// What makes an owner the same in two rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The blind index of the number.
    Number(String),
    /// The blind index of an organisation's name.
    Organisation(String),
    /// The dwelling and the blind index of the name.
    Name(DwellingId, String),
}

/// An owner in the sheet.
#[derive(Debug)]
pub struct Holder<'a> {
    /// The row that names it first.
    pub row: usize,
    /// What is said of it.
    pub owner: &'a Owner,
    /// The kind, by whichever row says it.
    pub kind: Option<OwnerKind>,
    /// The blind index of the name.
    pub name: String,
    /// The number, whichever row says it.
    pub digits: Option<&'a str>,
    /// Its blind index.
    pub number: Option<String>,
    /// What it owns, each with its row.
    pub dwellings: Vec<(usize, DwellingId)>,
}

/// All of them, in the order of the sheet.
#[derive(Debug, Default)]
pub struct Holders<'a> {
    index: HashMap<Key, usize>,
    /// The owners.
    pub all: Vec<(Key, Holder<'a>)>,
}

impl<'a> Holders<'a> {
    /// Gathers the owners of the sheet; notes dwellings that are not there and rows that contradict others.
    pub fn gather(vault: &Vault, places: &Places, lines: &'a [Line], faults: &mut Vec<Fault>) -> Self {
        let (mut holders, mut seen) = (Self::default(), Seen::default());
        let numbers = numbers_of_organisations(lines);
        for line in lines {
            let Some(place) = &line.place else { continue };
            let dwelling = match places.find(vault, place) {
                Ok(id) => id,
                Err((column, code)) => {
                    faults.push(Fault::new(line.row, column, code));
                    continue;
                }
            };
            let Some(owner) = &line.owner else { continue };
            let digits = owner.number.as_deref().or_else(|| numbers.get(owner.name.as_str()).copied().flatten());
            let number = digits.map(|digits| vault.blind(Field::IdNumber, digits));
            let name = vault.blind(Field::Name, &owner.name);
            if let Some(fault) = seen.again(line.row, dwelling, &name, number.as_ref()) {
                faults.push(fault);
                continue;
            }
            let dwellings = vec![(line.row, dwelling)];
            holders.hear(Holder { row: line.row, owner, kind: owner.kind, name, digits, number, dwellings }, faults);
        }
        holders
    }

    fn hear(&mut self, holder: Holder<'a>, faults: &mut Vec<Fault>) {
        let [(row, dwelling)] = holder.dwellings[..] else { return };
        let key = match (&holder.number, holder.kind) {
            (Some(number), _) => Key::Number(number.clone()),
            (None, Some(OwnerKind::Organisation | OwnerKind::Developer)) => Key::Organisation(holder.name.clone()),
            (None, _) => Key::Name(dwelling, holder.name.clone()),
        };
        let Some(index) = self.index.get(&key) else {
            self.index.insert(key.clone(), self.all.len());
            self.all.push((key, holder));
            return;
        };
        let first = &mut self.all[*index].1;
        if first.name != holder.name {
            faults.push(Fault::beside(row, Column::OwnerName, Code::ContradictsRow, first.row));
        }
        if first.kind.zip(holder.kind).is_some_and(|(one, other)| one != other) {
            faults.push(Fault::beside(row, Column::OwnerKind, Code::ContradictsRow, first.row));
        }
        first.kind = first.kind.or(holder.kind);
        first.dwellings.push((row, dwelling));
    }

    /// The dwellings, the numbers and the organisations' names to look up.
    pub fn wanted(&self) -> (Vec<DwellingId>, Vec<String>, Vec<String>) {
        let dwellings: HashSet<DwellingId> =
            self.all.iter().flat_map(|(_, holder)| holder.dwellings.iter().map(|(_, id)| *id)).collect();
        let numbers = self.all.iter().filter_map(|(_, holder)| holder.number.clone()).collect();
        let names =
            self.all.iter().filter(|(_, holder)| holder.is_organisation()).map(|(_, holder)| holder.name.clone());
        (dwellings.into_iter().collect(), numbers, names.collect())
    }
}

impl Holder<'_> {
    /// Whether it is said to be no person.
    pub fn is_organisation(&self) -> bool {
        self.kind.is_some_and(|kind| kind != OwnerKind::Person)
    }
}

/// An organisation whose number stands in one row has it in the others, too; not if they differ.
fn numbers_of_organisations(lines: &[Line]) -> HashMap<&str, Option<&str>> {
    let mut numbers: HashMap<&str, Option<&str>> = HashMap::new();
    let owners = lines.iter().filter_map(|line| line.owner.as_ref());
    for owner in owners.filter(|owner| owner.kind.is_some_and(|kind| kind != OwnerKind::Person)) {
        let Some(number) = owner.number.as_deref() else { continue };
        let known = numbers.entry(owner.name.as_str()).or_insert(Some(number));
        if *known != Some(number) {
            *known = None;
        }
    }
    numbers
}

/// Who stands in the sheet for which dwelling, and in which row.
#[derive(Debug, Default)]
struct Seen {
    numbers: HashMap<(DwellingId, String), usize>,
    names: HashMap<(DwellingId, String), Vec<(usize, bool)>>,
}

impl Seen {
    /// The fault of a row that is about an owner and a dwelling that an earlier row is about.
    fn again(&mut self, row: usize, dwelling: DwellingId, name: &str, number: Option<&String>) -> Option<Fault> {
        if let Some(number) = number {
            let first = *self.numbers.entry((dwelling, number.clone())).or_insert(row);
            if first != row {
                return Some(Fault::beside(row, Column::OwnerNumber, Code::RepeatedPerson, first));
            }
        }
        let namesakes = self.names.entry((dwelling, name.to_owned())).or_default();
        let same = namesakes.iter().find(|(_, numbered)| !numbered || number.is_none()).map(|(row, _)| *row);
        namesakes.push((row, number.is_some()));
        same.map(|first| Fault::beside(row, Column::OwnerName, Code::RepeatedPerson, first))
    }
}
