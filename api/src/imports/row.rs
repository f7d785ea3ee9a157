//! From rows of cells to lines that make sense, with every fault on the way.

use super::column::Column;
use super::fault::Fault;
use super::form::Form;
use super::header::Header;
use super::places::Place;
use super::sheet::Sheet;
use super::value::{self, Reader};
use crate::error::{Code, Result};

/// A sheet that was understood as far as possible.
#[derive(Clone, Debug)]
pub struct Parsed<L> {
    /// Where its columns stand.
    pub header: Header,
    /// Its rows, but for empty ones.
    pub lines: Vec<L>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// Understands a sheet of this form, row by row.
///
/// # Errors
/// `unknown_sheet` when it is none at all.
pub fn parse<L>(sheet: &Sheet, form: &Form, read: impl Fn(&mut Row<'_>) -> L) -> Result<Parsed<L>> {
    let (header, mut faults) = Header::find(sheet, form)?;
    let mut lines = Vec::new();
    for index in header.row + 1..sheet.rows.len() {
        let mut row = Row { sheet, header: &header, index, faults: &mut faults };
        if row.has(|column| column != Column::Reason) {
            lines.push(read(&mut row));
        }
    }
    Ok(Parsed { header, lines, faults })
}

/// One row, being read.
#[derive(Debug)]
pub struct Row<'a> {
    sheet: &'a Sheet,
    header: &'a Header,
    index: usize,
    faults: &'a mut Vec<Fault>,
}

impl Row<'_> {
    /// Its number, counted from 1 as spreadsheet programs do.
    pub fn number(&self) -> usize {
        self.index + 1
    }

    /// The dwelling that it names.
    pub fn place(&mut self) -> Option<Place> {
        let before = self.faults_so_far();
        let compound = self.read(Column::Compound, value::label);
        let building = self.needed(Column::Building, value::label);
        let unit = self.read(Column::Unit, value::label);
        let door = self.needed(Column::Door, value::door);
        let whole = self.faults_so_far() == before;
        whole.then_some(())?;
        Some(Place { compound, building: building?, unit, door: door? })
    }

    /// What a cell says; nothing when it is empty or faulty.
    pub fn read<T>(&mut self, column: Column, read: Reader<T>) -> Option<T> {
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
    pub fn needed<T>(&mut self, column: Column, read: Reader<T>) -> Option<T> {
        if self.text(column).is_some_and(str::is_empty) {
            self.fault(column, Code::MissingField);
        }
        self.read(column, read)
    }

    fn text(&self, column: Column) -> Option<&str> {
        self.header.index(column).map(|index| self.sheet.cell(self.index, index))
    }

    /// Whether a cell of one of these columns is filled.
    pub fn has(&self, wanted: impl Fn(Column) -> bool) -> bool {
        let filled =
            |(index, column): &(usize, Column)| wanted(*column) && !self.sheet.cell(self.index, *index).is_empty();
        self.header.columns.iter().any(filled)
    }

    /// Notes what is wrong.
    pub fn fault(&mut self, column: Column, code: Code) {
        self.faults.push(Fault::new(self.index + 1, column, code));
    }

    /// How much is wrong up to here: what is read without more can be relied on.
    pub fn faults_so_far(&self) -> usize {
        self.faults.len()
    }
}
