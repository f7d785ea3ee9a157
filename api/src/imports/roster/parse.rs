//! From rows of cells to lines that make sense, with every fault on the way.

use chrono::NaiveDate;

use super::value::{self, Reader};
use super::{Column, Header, Line, Person, Place};
use crate::error::{Code, Result};
use crate::imports::fault::Fault;
use crate::imports::sheet::Sheet;

/// A sheet that was understood as far as possible.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// Where its columns stand.
    pub header: Header,
    /// Its rows, but for empty ones.
    pub lines: Vec<Line>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// Understands a sheet; `today` is the last day that somebody can have been born on.
///
/// # Errors
/// `unknown_sheet` when it is no roster at all.
pub fn parse(sheet: &Sheet, today: NaiveDate) -> Result<Parsed> {
    let (header, mut faults) = Header::find(sheet)?;
    let mut lines = Vec::new();
    for index in header.row + 1..sheet.rows.len() {
        let mut row = Row { sheet, header: &header, index, faults: &mut faults };
        if row.has(|column| column != Column::Reason) {
            lines.push(row.line(today));
        }
    }
    Ok(Parsed { header, lines, faults })
}

/// One row, being read.
struct Row<'a> {
    sheet: &'a Sheet,
    header: &'a Header,
    index: usize,
    faults: &'a mut Vec<Fault>,
}

impl Row<'_> {
    fn line(&mut self, today: NaiveDate) -> Line {
        let grid = self.needed(Column::Grid, value::grid);
        let place = self.place();
        let (area, kind) = (self.read(Column::Area, value::area), self.read(Column::Kind, value::kind));
        let person = match self.has(Column::is_personal) {
            true => self.person(today),
            false => None,
        };
        Line { row: self.index + 1, grid, place, area, kind, person }
    }

    fn place(&mut self) -> Option<Place> {
        let before = self.faults.len();
        let compound = self.read(Column::Compound, value::label);
        let building = self.needed(Column::Building, value::label);
        let unit = self.read(Column::Unit, value::label);
        let door = self.needed(Column::Door, value::door);
        let whole = self.faults.len() == before;
        whole.then_some(())?;
        Some(Place { compound, building: building?, unit, door: door? })
    }

    /// Nobody when it cannot be said for sure who it is.
    fn person(&mut self, today: NaiveDate) -> Option<Person> {
        let before = self.faults.len();
        let name = self.needed(Column::Name, value::name);
        let number = self.read(Column::IdNumber, value::id_number);
        let sure = self.faults.len() == before;
        let told = self.read(Column::BirthDate, value::date);
        let known = number.as_ref().and_then(|number| number.birth_date());
        self.check_birth(told, known, today);
        let person = Person {
            name: name.unwrap_or_default(),
            relation: self.read(Column::Relation, value::relation),
            phone: self.read(Column::Phone, value::phone),
            id_number: number.map(|number| number.to_string()),
            birth_date: known.or(told),
            is_owner: self.read(Column::IsOwner, value::yes),
            tags: self.read(Column::Tags, value::tags),
        };
        sure.then_some(person)
    }

    fn check_birth(&mut self, told: Option<NaiveDate>, known: Option<NaiveDate>, today: NaiveDate) {
        if known.is_some_and(|day| day > today) {
            self.fault(Column::IdNumber, Code::BadIdNumber);
        }
        if told.is_some_and(|day| day > today) {
            self.fault(Column::BirthDate, Code::BadDate);
        } else if told.zip(known).is_some_and(|(told, known)| told != known) {
            self.fault(Column::BirthDate, Code::BirthDateDiffers);
        }
    }

    /// What a cell says; nothing when it is empty or faulty.
    fn read<T>(&mut self, column: Column, read: Reader<T>) -> Option<T> {
        let text = self.text(column).filter(|text| !text.is_empty())?;
        match value::check(column, text).and_then(|()| read(text)) {
            Ok(value) => Some(value),
            Err(code) => {
                self.fault(column, code);
                None
            }
        }
    }

    /// The same where an empty cell is a fault; that the column is missing is one already.
    fn needed<T>(&mut self, column: Column, read: Reader<T>) -> Option<T> {
        if self.text(column).is_some_and(str::is_empty) {
            self.fault(column, Code::MissingField);
        }
        self.read(column, read)
    }

    fn text(&self, column: Column) -> Option<&str> {
        self.header.index(column).map(|index| self.sheet.cell(self.index, index))
    }

    fn has(&self, wanted: impl Fn(Column) -> bool) -> bool {
        let filled =
            |(index, column): &(usize, Column)| wanted(*column) && !self.sheet.cell(self.index, *index).is_empty();
        self.header.columns.iter().any(filled)
    }

    fn fault(&mut self, column: Column, code: Code) {
        self.faults.push(Fault::new(self.index + 1, column, code));
    }
}
