//! One row of the roster, understood.

use chrono::NaiveDate;
use entity::community::{DwellingKind, Relation, ResidentTag};

use crate::imports::places::Place;

/// A row: where, and who lives there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The row, counted from 1.
    pub row: usize,
    /// The grid by code or name.
    pub grid: Option<String>,
    /// The dwelling; nothing when the cells that name it are faulty.
    pub place: Option<Place>,
    /// Its exclusive area in 0.01 m², if it is said.
    pub area: Option<i64>,
    /// What it is used for, if it is said.
    pub kind: Option<DwellingKind>,
    /// Who lives there; nobody in an empty dwelling.
    pub person: Option<Person>,
}

/// A person; what is not said stays as it is on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What they are in the household.
    pub relation: Option<Relation>,
    /// The phone.
    pub phone: Option<String>,
    /// The identity number.
    pub id_number: Option<String>,
    /// The day of birth.
    pub birth_date: Option<NaiveDate>,
    /// Whether they own the dwelling.
    pub is_owner: Option<bool>,
    /// Their tags.
    pub tags: Option<Vec<ResidentTag>>,
}
