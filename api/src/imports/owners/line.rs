//! One row of the sheet of owners, understood.

use entity::deliberations::OwnerKind;

use crate::community::view::OwnerNumber;
use crate::error::Result;
use crate::imports::column::Column;
use crate::imports::form::OWNERS;
use crate::imports::places::Place;
use crate::imports::row::{self, Parsed, Row};
use crate::imports::sheet::Sheet;
use crate::imports::value;

/// A row: which dwelling, and who owns it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The row, counted from 1.
    pub row: usize,
    /// The dwelling; nothing when the cells that name it are faulty.
    pub place: Option<Place>,
    /// The owner; nobody when it cannot be said for sure who it is.
    pub owner: Option<Owner>,
}

/// An owner; what is not said stays as it is on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The name.
    pub name: String,
    /// A person, an organisation, the developer.
    pub kind: Option<OwnerKind>,
    /// The number.
    pub number: Option<OwnerNumber>,
}

/// Understands a sheet.
///
/// # Errors
/// `unknown_sheet` when it is no sheet of owners at all.
pub fn parse(sheet: &Sheet) -> Result<Parsed<Line>> {
    row::parse(sheet, &OWNERS, |row| Line { row: row.number(), place: row.place(), owner: owner(row) })
}

fn owner(row: &mut Row<'_>) -> Option<Owner> {
    let before = row.faults_so_far();
    let name = row.needed(Column::OwnerName, value::name);
    let kind = row.read(Column::OwnerKind, value::owner_kind);
    let number = row.read(Column::OwnerNumber, value::owner_number(kind));
    let sure = row.faults_so_far() == before;
    Some(Owner { name: name.filter(|_| sure)?, kind, number })
}
