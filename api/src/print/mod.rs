//! Printable sheets: blocks of text, tables and codes become the A4 pages of a PDF in large
//! print. The same sheet always gives the same bytes. This room knows no other.

mod block;
mod code;
mod draw;
mod font;
mod line;
mod page;
mod table;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::error::{Code as Fault, Error, Result};

pub use block::{Block, Code};
pub use font::Fonts;
pub use line::Align;
pub use table::{Column, Table};

/// Sheets in the making at the same time.
const SEATS: usize = 2;

/// Who has not got a seat by then is asked to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// More pages than anybody would put up on a board.
const MOST_PAGES: usize = 40;

/// More bytes of text than so many pages hold: not even tried.
const MOST_TEXT: usize = 200_000;

/// What is to be printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its title, as programs show it that list files.
    pub title: String,
    /// What stands on it, from top to bottom.
    pub blocks: Vec<Block>,
}

impl Sheet {
    /// An empty one.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), blocks: Vec::new() }
    }

    /// Adds a block at its end.
    pub fn add(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// All that people read on it, a line for each text.
    pub fn text(&self) -> String {
        self.blocks.iter().flat_map(Block::texts).collect::<Vec<_>>().join("\n")
    }

    /// The characters on it that no font has, each once, in order. They are printed as boxes;
    /// whoever makes a sheet says so on it.
    pub fn missing(&self, fonts: &Fonts) -> Vec<char> {
        fonts.missing(&self.text())
    }
}

/// A finished sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// The characters that stand on it as boxes.
    pub missing: Vec<char>,
}

/// Makes the pages of a sheet.
///
/// # Errors
/// `too_large` beyond 40 pages.
pub fn print(fonts: &Fonts, sheet: &Sheet) -> Result<Printed> {
    if sheet.text().len() > MOST_TEXT {
        return Err(too_large());
    }
    let case = fonts.case();
    let strips = sheet.blocks.iter().flat_map(|block| block.strips(&case)).collect();
    let pages = page::fill(strips);
    if pages.len() > MOST_PAGES {
        return Err(too_large());
    }
    let bytes = draw::document(fonts, &case, &sheet.title, &pages)?;
    Ok(Printed { bytes, pages: pages.len(), missing: sheet.missing(fonts) })
}

/// Prints, a few sheets at a time, away from the threads that answer requests.
#[derive(Clone)]
pub struct Printer {
    fonts: Fonts,
    seats: Arc<Semaphore>,
}

impl Printer {
    /// With the fonts of the binary, and the one in this file for what they lack.
    ///
    /// # Errors
    /// When the file is no font.
    pub fn open(more: Option<&Path>) -> anyhow::Result<Self> {
        Ok(Self { fonts: Fonts::open(more)?, seats: Arc::new(Semaphore::new(SEATS)) })
    }

    /// What it prints with.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Prints a sheet. The seat goes with the work: a caller who hangs up does not free it early.
    ///
    /// # Errors
    /// `too_large`, or `unavailable` when too many wait.
    pub async fn print(&self, sheet: Sheet) -> Result<Printed> {
        let seat = tokio::time::timeout(PATIENCE, Arc::clone(&self.seats).acquire_owned()).await;
        let seat = seat.map_err(|_| Fault::Unavailable.error().retry_after(5))?.map_err(broken)?;
        let fonts = self.fonts.clone();
        let work = move || {
            let _seat = seat;
            print(&fonts, &sheet)
        };
        tokio::task::spawn_blocking(work).await.map_err(broken)?
    }
}

fn too_large() -> Error {
    Fault::TooLarge.error().with("limit", format!("{MOST_PAGES} pages"))
}

fn broken(cause: impl std::fmt::Display) -> Error {
    Fault::Internal.error().cause(anyhow::anyhow!("print: {cause}"))
}
