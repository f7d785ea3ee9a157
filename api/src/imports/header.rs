//! The head of a sheet: which column stands where.

use super::column::Column;
use super::form::Form;
use crate::error::{Code, Result};
use crate::imports::fault::Fault;
use crate::imports::sheet::Sheet;

/// Rows above the head that a sheet may have: a title, a date, who filled it in.
const ABOVE: usize = 9;

/// A row with so many known names is the head.
const ENOUGH: usize = 2;

/// Where the columns stand.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// The row, counted from 0.
    pub row: usize,
    /// The known columns by place, counted from 0.
    pub columns: Vec<(usize, Column)>,
}

impl Header {
    /// Finds the head and all that is wrong with it.
    ///
    /// # Errors
    /// `unknown_sheet` when no row looks like one.
    pub fn find(sheet: &Sheet, form: &Form) -> Result<(Self, Vec<Fault>)> {
        let known = |row: &&Vec<String>| row.iter().filter(|head| form.named(head).is_some()).count() >= ENOUGH;
        let row =
            sheet.rows.iter().take(ABOVE + 1).position(|row| known(&row)).ok_or_else(|| Code::UnknownSheet.error())?;
        let mut header = Self { row, columns: Vec::new() };
        let mut faults = Vec::new();
        let width = sheet.rows.iter().map(Vec::len).max().unwrap_or_default();
        for index in 0..width {
            faults.extend(header.take(sheet, form, index));
        }
        for column in form.needed.iter().copied().filter(|column| header.index(*column).is_none()) {
            faults.push(Fault::new(row + 1, column, Code::MissingColumn));
        }
        Ok((header, faults))
    }

    /// Reads one head; an empty one is fine above an empty column.
    fn take(&mut self, sheet: &Sheet, form: &Form, index: usize) -> Option<Fault> {
        let head = sheet.cell(self.row, index);
        let fault = |column, code| Some(Fault { row: self.row + 1, column, index: Some(index), code, other: None });
        match form.named(head) {
            Some(column) if self.index(column).is_some() => fault(Some(column), Code::RepeatedColumn),
            Some(column) => {
                self.columns.push((index, column));
                None
            }
            None if head.is_empty() && !has_content(sheet, self.row + 1, index) => None,
            None => fault(None, Code::UnknownColumn),
        }
    }

    /// Where a column stands.
    pub fn index(&self, column: Column) -> Option<usize> {
        self.columns.iter().find(|(_, one)| *one == column).map(|(index, _)| *index)
    }
}

fn has_content(sheet: &Sheet, from: usize, index: usize) -> bool {
    (from..sheet.rows.len()).any(|row| !sheet.cell(row, index).is_empty())
}
