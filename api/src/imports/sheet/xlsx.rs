//! Reads an XLSX file: the sheet that the template calls so, or else the first one.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};

use super::{Sheet, text, unreadable, zip};
use crate::error::Result;

/// Reads the file cell by cell, so that one far-off cell does not make room for all before it.
pub fn read(bytes: &[u8], title: &str) -> Result<Sheet> {
    zip::check(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let name = choose(&book, title).ok_or_else(|| unreadable("it has no sheet"))?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(unreadable)?;
    let mut sheet = Sheet::default();
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        sheet.put(row as usize, column as usize, &shown(cell.get_value()))?;
    }
    Ok(sheet)
}

fn choose<R: std::io::Read + std::io::Seek>(book: &Xlsx<R>, title: &str) -> Option<String> {
    let sheets = book.sheets_metadata();
    let named = sheets.iter().find(|sheet| sheet.name.trim() == title);
    let first = sheets.iter().find(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    named.or(first).map(|sheet| sheet.name.clone())
}

/// What the cell shows.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(whole) => whole.to_string(),
        DataRef::Float(value) => text::number(*value),
        DataRef::Bool(true) => "是".to_owned(),
        DataRef::Bool(false) => "否".to_owned(),
        DataRef::DateTime(instant) => day(instant),
        DataRef::Error(error) => error.to_string(),
    }
}

fn day(instant: &ExcelDateTime) -> String {
    let (year, month, day, ..) = instant.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}
