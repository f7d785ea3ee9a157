//! The sheet that goes back: every row as it came, with a column that says what is wrong.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, Terminator, WriterBuilder};
use rust_xlsxwriter::{Color, Format as Style, Workbook, Worksheet};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Sheet;
use super::text::harmless;
use crate::error::{Code, Error, Locale, Result};
use crate::imports::column::Column;
use crate::imports::fault::Fault;
use crate::imports::form::Form;
use crate::imports::header::Header;

/// 表格格式
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SheetFormat {
    /// Excel 工作簿
    #[default]
    Xlsx,
    /// 逗号分隔的文本，UTF-8
    Csv,
}

/// What spreadsheet programs take for a mark of UTF-8.
const MARK: &str = "\u{feff}";

impl SheetFormat {
    /// The media type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv",
        }
    }

    /// The end of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// The faulty sheet with its reasons, as text to keep.
pub fn stored(sheet: &Sheet, header: &Header, faults: &[Fault], locale: Locale) -> Result<String> {
    let mut reasons: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for fault in faults {
        let column = fault.note().column;
        reasons.entry(fault.row - 1).or_default().push(format!("{column}：{}", fault.detail(locale)));
    }
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or_default();
    let place = header.index(Column::Reason).unwrap_or(width);
    let rows = sheet.rows.iter().enumerate().map(|(index, cells)| {
        let reason = reasons.get(&index).map(|reasons| reasons.join(" ")).unwrap_or_default();
        let reason = if index == header.row { head(&reason) } else { reason };
        let mut cells = cells.clone();
        cells.resize(width.max(place + 1), String::new());
        cells[place] = reason;
        cells
    });
    write_csv(rows)
}

/// The name of the column; what is wrong with the head itself stands in brackets, so that
/// the column is known when the sheet comes back.
fn head(reason: &str) -> String {
    let name = Column::Reason.name();
    if reason.is_empty() { name.to_owned() } else { format!("{name}（{reason}）") }
}

/// Rows as CSV that no spreadsheet program takes for formulas.
pub fn write_csv(rows: impl Iterator<Item = Vec<String>>) -> Result<String> {
    let mut writer = WriterBuilder::new().flexible(true).terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(failed)?;
    String::from_utf8(bytes).map_err(failed)
}

/// A kept sheet as a file.
pub fn returned(stored: &str, format: SheetFormat, form: &Form) -> Result<Vec<u8>> {
    match format {
        SheetFormat::Csv => Ok(format!("{MARK}{stored}").into_bytes()),
        SheetFormat::Xlsx => workbook(stored, form),
    }
}

fn workbook(stored: &str, form: &Form) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(form.title).map_err(failed)?;
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(stored.as_bytes());
    let (text, reason) = (Style::new().set_num_format("@"), Style::new().set_font_color(Color::Red));
    let mut place = None;
    for (row, record) in (0..).zip(reader.records()) {
        let record = record.map_err(failed)?;
        place = place.or_else(|| record.iter().position(|cell| form.named(cell) == Some(Column::Reason)));
        for (column, cell) in record.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let style = if Some(column) == place { &reason } else { &text };
            put(sheet, row, column, cell, style)?;
        }
    }
    if let Some(place) = place {
        sheet.set_column_width(u16::try_from(place).map_err(failed)?, 60).map_err(failed)?;
    }
    book.save_to_buffer().map_err(failed)
}

/// Fills a cell with a text, whatever it looks like.
pub fn put(sheet: &mut Worksheet, row: u32, column: usize, text: &str, style: &Style) -> Result<()> {
    let column = u16::try_from(column).map_err(failed)?;
    sheet.write_string_with_format(row, column, text, style).map_err(failed)?;
    Ok(())
}

pub fn failed(error: impl Into<anyhow::Error>) -> Error {
    Code::Internal.error().cause(error)
}
