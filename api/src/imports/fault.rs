//! What is wrong with a sheet: each fault with its row and column, never with the value.

use serde::{Deserialize, Serialize};

use super::column::Column;
use crate::error::{Code, Locale};

/// One thing that is wrong with a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The row, counted from 1 as spreadsheet programs do.
    pub row: usize,
    /// The column by meaning; nothing for a column that is not known.
    pub column: Option<Column>,
    /// The column by place, counted from 0; nothing for one that is missing.
    pub index: Option<usize>,
    /// What is wrong.
    pub code: Code,
    /// The other row that it is about.
    pub other: Option<usize>,
}

impl Fault {
    /// A fault in a known column.
    pub fn new(row: usize, column: Column, code: Code) -> Self {
        Self { row, column: Some(column), index: None, code, other: None }
    }

    /// A fault in view of another row.
    pub fn beside(row: usize, column: Column, code: Code, other: usize) -> Self {
        Self { other: Some(other), ..Self::new(row, column, code) }
    }

    /// What is kept of it.
    pub fn note(&self) -> Note {
        let letters = self.index.map(letters);
        Note {
            row: self.row,
            column: self.column.map(|column| column.name().to_owned()).or(letters.clone()).unwrap_or_default(),
            cell: letters.map(|letters| format!("{letters}{}", self.row)),
            code: self.code.name().to_owned(),
            other: self.other,
        }
    }

    /// The sentence to show.
    pub fn detail(&self, locale: Locale) -> String {
        detail(self.code, self.column, self.other, locale)
    }
}

/// A fault as it is kept with its import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The row, counted from 1.
    pub row: usize,
    /// The column's name, or its letters when it is not known.
    pub column: String,
    /// The cell, such as `F12`.
    pub cell: Option<String>,
    /// The code.
    pub code: String,
    /// The other row that it is about.
    pub other: Option<usize>,
}

impl Note {
    /// The sentence to show.
    pub fn detail(&self, locale: Locale) -> String {
        let code = Code::ALL.iter().find(|code| code.name() == self.code).copied().unwrap_or(Code::InvalidValue);
        detail(code, Column::called(&self.column), self.other, locale)
    }
}

fn detail(code: Code, column: Option<Column>, other: Option<usize>, locale: Locale) -> String {
    let (choices, limit) = (column.map(Column::choices).unwrap_or_default(), column.map_or(0, Column::limit));
    let error = code.error().with("row", other.unwrap_or_default()).with("limit", limit);
    error.with("choices", choices.join("、")).detail(locale).into_owned()
}

/// A column as spreadsheet programs name it: A to Z, then AA.
fn letters(index: usize) -> String {
    let last = char::from(b'A' + u8::try_from(index % 26).unwrap_or_default());
    match index / 26 {
        0 => last.to_string(),
        more => letters(more - 1) + &last.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheet_programs_do() {
        let named: Vec<String> = [0, 25, 26, 51, 52, 701, 702].into_iter().map(letters).collect();
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_fault_says_what_fits_there_in_both_languages() {
        let fault = Fault::new(3, Column::Kind, Code::UnknownWord);
        assert!(fault.detail(Locale::ZhCn).contains("住宅、商业、其他"), "{}", fault.detail(Locale::ZhCn));
        let fault = Fault::beside(9, Column::Area, Code::ContradictsRow, 4);
        assert_eq!(fault.note().detail(Locale::En), "Row 4 says something else about the same place or owner.");
    }
}
