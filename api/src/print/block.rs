//! The blocks of a sheet, and how each is set. Body text has 15 points: many who stand before
//! the board are old.

use super::code;
use super::font::{Case, Weight};
use super::line::{Align, Line, Style, lines};
use super::page::{COLUMN, Mark, Strip};
use super::table::{Column, Table};

const TITLE: Style = Style { size: 26.0, leading: 1.4, weight: Weight::Bold, align: Align::Middle };
const SUBTITLE: Style = Style { size: 15.0, leading: 1.5, weight: Weight::Regular, align: Align::Middle };
const HEADING: Style = Style { size: 17.0, leading: 1.5, weight: Weight::Bold, align: Align::Left };
const BODY: Style = Style { size: 15.0, leading: 1.6, weight: Weight::Regular, align: Align::Justified };
const LABEL: Style = Style { size: 15.0, leading: 1.6, weight: Weight::Bold, align: Align::Left };

/// Of a QR code with its quiet zone.
const CODE: f32 = 132.0;

/// From one place to sign to the next.
const SIGNATURE: f32 = 40.0;

/// How far the square of a Chinese character reaches below the baseline, in em.
const DESCENT: f32 = 0.12;

/// A part of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The name of the sheet, in the largest letters.
    Title(String),
    /// A line under the title.
    Subtitle(String),
    /// What the next blocks are about.
    Heading(String),
    /// Text; line feeds begin new paragraphs.
    Paragraph(String),
    /// Labels, each with what it says.
    Facts(Vec<(String, String)>),
    /// Rows and columns.
    Table(Table),
    /// A QR code beside what it is for.
    Code(Code),
    /// Labels with room to sign after each, two in a row.
    Signatures(Vec<String>),
}

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// What it says to a phone.
    pub content: String,
    /// What it says to people.
    pub caption: String,
}

impl Block {
    /// Everything on it that is read by people.
    pub(super) fn texts(&self) -> Vec<&str> {
        match self {
            Self::Title(text) | Self::Subtitle(text) | Self::Heading(text) | Self::Paragraph(text) => vec![text],
            Self::Facts(facts) => facts.iter().flat_map(|(label, text)| [label.as_str(), text]).collect(),
            Self::Table(table) => table.texts(),
            Self::Code(code) => vec![&code.caption],
            Self::Signatures(labels) => labels.iter().map(String::as_str).collect(),
        }
    }

    /// Sets it.
    pub(super) fn strips(&self, case: &Case<'_>) -> Vec<Strip> {
        match self {
            Self::Title(text) => held(text_strips(case, text, &TITLE, 0.0)),
            Self::Subtitle(text) => held(text_strips(case, text, &SUBTITLE, 2.0)),
            Self::Heading(text) => held(text_strips(case, text, &HEADING, 16.0)),
            Self::Paragraph(text) => text_strips(case, text, &BODY, 6.0),
            Self::Facts(facts) => below(facts.iter().flat_map(|fact| fact_strips(case, facts, fact)).collect(), 10.0),
            Self::Table(table) => table.strips(case),
            Self::Code(code) => vec![code_strip(case, code)],
            Self::Signatures(labels) => labels.chunks(2).map(|pair| signature_strip(case, pair)).collect(),
        }
    }
}

/// A line as a strip of its own.
fn line_strip(line: Line, style: &Style, x: f32) -> Strip {
    let pitch = style.pitch();
    Strip { height: pitch, marks: vec![mark(line, style, x, pitch)], ..Default::default() }
}

/// A line whose lower edge is at `bottom`.
pub(super) fn mark(line: Line, style: &Style, x: f32, bottom: f32) -> Mark {
    let y = bottom - style.size * ((style.leading - 1.0) / 2.0 + DESCENT);
    Mark::Text { x: x + line.indent, y, size: style.size, line }
}

fn text_strips(case: &Case<'_>, text: &str, style: &Style, above: f32) -> Vec<Strip> {
    let lines = lines(case, text, style, COLUMN).into_iter();
    below(together(lines.map(|line| line_strip(line, style, 0.0)).collect()), above)
}

/// No line of a text stands alone on a page.
fn together(mut strips: Vec<Strip>) -> Vec<Strip> {
    let last = strips.len().saturating_sub(1);
    for (number, strip) in strips.iter_mut().enumerate() {
        strip.keep = number < last && (number == 0 || number + 1 == last);
    }
    strips
}

/// Leaves room above the first.
fn below(mut strips: Vec<Strip>, above: f32) -> Vec<Strip> {
    strips.iter_mut().take(1).for_each(|strip| strip.above = above);
    strips
}

/// Stays with what follows.
fn held(mut strips: Vec<Strip>) -> Vec<Strip> {
    strips.iter_mut().for_each(|strip| strip.keep = true);
    strips
}

/// The label stands in a column of its own, as wide as the widest of them.
fn fact_strips(case: &Case<'_>, facts: &[(String, String)], (label, text): &(String, String)) -> Vec<Strip> {
    let widths = facts.iter().map(|(label, _)| super::line::width(case, label, &LABEL));
    let column = (widths.fold(0.0, f32::max) + BODY.size).min(COLUMN / 3.0);
    let mut labels = lines(case, label, &LABEL, column).into_iter();
    let mut texts = lines(case, text, &BODY, COLUMN - column).into_iter();
    let mut strips = Vec::new();
    loop {
        let (label, text) = (labels.next(), texts.next());
        if label.is_none() && text.is_none() {
            return below(together(strips), 4.0);
        }
        let pitch = BODY.pitch();
        // In the order in which it is read.
        let label = label.map(|label| mark(label, &LABEL, 0.0, pitch));
        let marks = label.into_iter().chain(text.map(|text| mark(text, &BODY, column, pitch))).collect();
        strips.push(Strip { height: pitch, marks, ..Default::default() });
    }
}

fn code_strip(case: &Case<'_>, code: &Code) -> Strip {
    let mut marks = code::squares(&code.content, CODE);
    let beside = if marks.is_empty() { 0.0 } else { CODE + 12.0 };
    let style = Style { align: Align::Left, ..BODY };
    let caption = lines(case, &code.caption, &style, COLUMN - beside);
    let text = pitches(caption.len(), &style);
    let height = text.max(beside - 12.0);
    let mut bottom = (height - text) / 2.0;
    for line in caption {
        bottom += style.pitch();
        marks.push(mark(line, &style, beside, bottom));
    }
    Strip { height, above: 10.0, marks, ..Default::default() }
}

/// The height of so many lines.
#[expect(clippy::cast_precision_loss, reason = "no text has so many lines")]
pub(super) fn pitches(lines: usize, style: &Style) -> f32 {
    lines as f32 * style.pitch()
}

fn signature_strip(case: &Case<'_>, labels: &[String]) -> Strip {
    let half = COLUMN / 2.0;
    let mut marks = Vec::new();
    for (label, x) in labels.iter().zip([0.0, half]) {
        let begin = x + super::line::width(case, label, &BODY) + 4.0;
        let line = Mark::Fill { x: begin, y: SIGNATURE - 4.0, width: x + half - 14.0 - begin, height: 0.7, grey: 0 };
        marks.extend(lines(case, label, &BODY, half).into_iter().take(1).map(|line| mark(line, &BODY, x, SIGNATURE)));
        marks.push(line);
    }
    Strip { height: SIGNATURE, above: 6.0, marks, ..Default::default() }
}

impl Column {
    /// A column with its head, its share of the width among the others, and where its text stands.
    pub fn new(head: impl Into<String>, share: f32, align: Align) -> Self {
        Self { head: head.into(), share, align }
    }
}
