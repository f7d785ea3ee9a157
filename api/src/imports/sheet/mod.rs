//! Sheets as rows of cell texts, whether they come as XLSX or as CSV, in UTF-8 or GBK.

mod csv;
mod template;
mod text;
mod write;
mod xlsx;
mod zip;

use tokio::sync::Semaphore;

use super::form::Form;
use crate::error::{Code, Error, Result};

pub use template::template;
pub use write::{SheetFormat, returned, stored, write_csv};

/// Rows of a sheet, its head included.
pub const MAX_ROWS: usize = 20_000;

/// Columns of a sheet.
pub const MAX_COLUMNS: usize = 64;

/// Sheets that are worked on at once; each may take much memory.
static WORKING: Semaphore = Semaphore::const_new(2);

/// A sheet: its rows from the first on, each with its cells from the first on, as tidied texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Reads a file by its content, whatever it is called; of a workbook the sheet that the form names.
    ///
    /// # Errors
    /// `unsupported_media_type` for another kind of file, `unreadable_sheet` for a broken one,
    /// `sheet_too_large` beyond the limits.
    pub fn read(bytes: &[u8], form: &Form) -> Result<Self> {
        match bytes {
            [b'P', b'K', 3, 4, ..] => xlsx::read(bytes, form.title),
            // The older .xls, and .xlsx with a password.
            [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(other_kind()),
            _ => csv::read(bytes),
        }
    }

    /// The text of a cell; empty where there is none.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.get(column)).map_or("", String::as_str)
    }

    /// Fills a cell; an empty text takes no room.
    fn put(&mut self, row: usize, column: usize, text: &str) -> Result<()> {
        let text = text::tidy(text);
        if text.is_empty() {
            return Ok(());
        }
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(Code::SheetTooLarge.error().with("rows", MAX_ROWS).with("columns", MAX_COLUMNS));
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize_with(column + 1, String::new);
        }
        cells[column] = text;
        Ok(())
    }
}

/// Does heavy work on a sheet, when it is its turn, away from the threads that answer requests.
pub async fn work<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let turn = WORKING.acquire().await.map_err(|error| Code::Unavailable.error().cause(error))?;
    let working = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    // A reader that panics has met a sheet that no program has written.
    working.await.map_err(|error| Code::UnreadableSheet.error().cause(error))?
}

fn other_kind() -> Error {
    Code::UnsupportedMediaType.error().with("expected", "XLSX (.xlsx) / CSV (.csv)")
}

fn unreadable(cause: impl std::fmt::Display) -> Error {
    Code::UnreadableSheet.error().cause(anyhow::anyhow!("{cause}"))
}
