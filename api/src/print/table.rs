//! Tables with borders, their head repeated on every page.

use std::rc::Rc;

use super::block::{mark, pitches};
use super::font::{Case, Weight};
use super::line::{Align, Line, Style, lines};
use super::page::{COLUMN, Mark, ROOM, Strip};

const CELL: Style = Style { size: 14.0, leading: 1.4, weight: Weight::Regular, align: Align::Left };

/// Between a cell's text and its border.
const PADDING: f32 = 5.0;

/// How thick borders are.
const BORDER: f32 = 0.7;

/// The ground of the head.
const SHADE: u8 = 235;

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What stands at its top.
    pub head: String,
    /// Its share of the width, measured against those of the others.
    pub share: f32,
    /// Where its text stands.
    pub align: Align,
}

/// Rows and columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, a text for each column.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn texts(&self) -> Vec<&str> {
        let heads = self.columns.iter().map(|column| column.head.as_str());
        heads.chain(self.rows.iter().flatten().map(String::as_str)).collect()
    }

    /// The head and the rows; a row that is higher than a page goes on in further ones.
    pub(super) fn strips(&self, case: &Case<'_>) -> Vec<Strip> {
        let widths = self.widths();
        let heads = self.columns.iter().map(|column| column.head.as_str());
        let bold = Style { weight: Weight::Bold, align: Align::Middle, ..CELL };
        let head_cells = heads.zip(&widths).map(|(text, width)| lines(case, text, &bold, inner(*width))).collect();
        let head = Rc::new(Strip { keep: true, ..row(head_cells, &widths, &bold, Some(SHADE)) });
        let mut strips = vec![Strip { above: 8.0, ..(*head).clone() }];
        let most = lines_a_page(head.height);
        for texts in &self.rows {
            let cells: Vec<Vec<Line>> = self.cells(case, texts, &widths);
            for part in parts(cells, most) {
                strips.push(Strip { head: Some(Rc::clone(&head)), ..row(part, &widths, &CELL, None) });
            }
        }
        strips
    }

    fn widths(&self) -> Vec<f32> {
        let whole = self.columns.iter().map(|column| column.share).sum::<f32>().max(f32::EPSILON);
        self.columns.iter().map(|column| column.share / whole * COLUMN).collect()
    }

    fn cells(&self, case: &Case<'_>, texts: &[String], widths: &[f32]) -> Vec<Vec<Line>> {
        let cells = self.columns.iter().zip(texts).zip(widths);
        cells
            .map(|((column, text), width)| {
                let style = Style { align: column.align, ..CELL };
                lines(case, text, &style, inner(*width))
            })
            .collect()
    }
}

fn inner(width: f32) -> f32 {
    (width - 2.0 * PADDING).max(CELL.size)
}

/// How many lines of a cell fit on a page under the head.
fn lines_a_page(head: f32) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page has a few dozen lines")]
    let lines = ((ROOM - head - 2.0 * PADDING) / CELL.pitch()).max(1.0) as usize;
    lines
}

/// A row in parts of at most so many lines.
fn parts(mut cells: Vec<Vec<Line>>, most: usize) -> Vec<Vec<Vec<Line>>> {
    let mut parts = Vec::new();
    while cells.iter().any(|cell| cell.len() > most) {
        parts.push(cells.iter_mut().map(|cell| cell.drain(..cell.len().min(most)).collect()).collect());
    }
    parts.push(cells);
    parts
}

/// A row with its borders.
fn row(cells: Vec<Vec<Line>>, widths: &[f32], style: &Style, shade: Option<u8>) -> Strip {
    let text = pitches(cells.iter().map(Vec::len).max().unwrap_or_default(), style);
    let height = text + 2.0 * PADDING;
    let ground = shade.map(|grey| Mark::Fill { x: 0.0, y: 0.0, width: COLUMN, height, grey });
    let mut marks: Vec<Mark> = ground.into_iter().collect();
    let mut x = 0.0;
    for (cell, width) in cells.into_iter().zip(widths) {
        let mut bottom = PADDING + (text - pitches(cell.len(), style)) / 2.0;
        for line in cell {
            bottom += style.pitch();
            marks.push(mark(line, style, x + PADDING, bottom));
        }
        marks.push(border(x, 0.0, BORDER, height + BORDER));
        x += width;
    }
    marks.push(border(x, 0.0, BORDER, height + BORDER));
    marks.extend([0.0, height].map(|y| border(0.0, y, COLUMN + BORDER, BORDER)));
    Strip { height, marks, ..Default::default() }
}

fn border(x: f32, y: f32, width: f32, height: f32) -> Mark {
    Mark::Fill { x, y, width, height, grey: 0 }
}
