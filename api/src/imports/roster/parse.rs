//! From a row of the roster to a line that makes sense.

use chrono::NaiveDate;

use super::{Line, Person};
use crate::error::{Code, Result};
use crate::imports::column::Column;
use crate::imports::form::ROSTER;
use crate::imports::row::{self, Parsed, Row};
use crate::imports::sheet::Sheet;
use crate::imports::value;

/// Understands a sheet; `today` is the last day that somebody can have been born on.
///
/// # Errors
/// `unknown_sheet` when it is no roster at all.
pub fn parse(sheet: &Sheet, today: NaiveDate) -> Result<Parsed<Line>> {
    row::parse(sheet, &ROSTER, |row| line(row, today))
}

fn line(row: &mut Row<'_>, today: NaiveDate) -> Line {
    let grid = row.needed(Column::Grid, value::grid);
    let place = row.place();
    let (area, kind) = (row.read(Column::Area, value::area), row.read(Column::Kind, value::kind));
    let person = match row.has(Column::is_personal) {
        true => person(row, today),
        false => None,
    };
    Line { row: row.number(), grid, place, area, kind, person }
}

/// Nobody when it cannot be said for sure who it is.
fn person(row: &mut Row<'_>, today: NaiveDate) -> Option<Person> {
    let before = row.faults_so_far();
    let name = row.needed(Column::Name, value::name);
    let number = row.read(Column::IdNumber, value::id_number);
    let sure = row.faults_so_far() == before;
    let told = row.read(Column::BirthDate, value::date);
    let known = number.as_ref().and_then(|number| number.birth_date());
    check_birth(row, told, known, today);
    let person = Person {
        name: name.unwrap_or_default(),
        relation: row.read(Column::Relation, value::relation),
        phone: row.read(Column::Phone, value::phone),
        id_number: number.map(|number| number.to_string()),
        birth_date: known.or(told),
        is_owner: row.read(Column::IsOwner, value::yes),
        tags: row.read(Column::Tags, value::tags),
    };
    sure.then_some(person)
}

fn check_birth(row: &mut Row<'_>, told: Option<NaiveDate>, known: Option<NaiveDate>, today: NaiveDate) {
    if known.is_some_and(|day| day > today) {
        row.fault(Column::IdNumber, Code::BadIdNumber);
    }
    if told.is_some_and(|day| day > today) {
        row.fault(Column::BirthDate, Code::BadDate);
    } else if told.zip(known).is_some_and(|(told, known)| told != known) {
        row.fault(Column::BirthDate, Code::BirthDateDiffers);
    }
}
