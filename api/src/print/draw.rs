//! Pages into a PDF: text that can be selected and searched, fonts cut down to what is used.

use std::ops::Range;

use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};

use super::broken;
use super::font::{Case, Fonts, Weight};
use super::line::{Align, Line, Set, Style, lines};
use super::page::{BOTTOM, COLUMN, HEIGHT, Mark, Placed, SIDE, WIDTH};
use crate::error::Result;

const NUMBER: Style = Style { size: 12.0, leading: 1.5, weight: Weight::Regular, align: Align::Middle };

/// The document. It has no date of its own, so that the same pages give the same bytes.
pub(super) fn document(fonts: &Fonts, case: &Case<'_>, title: &str, pages: &[Vec<Placed>]) -> Result<Vec<u8>> {
    let mut document = Document::new();
    for (number, page) in (1..).zip(pages) {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| broken("no page"))?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        for placed in page {
            placed.marks.iter().for_each(|mark| draw(&mut surface, fonts, mark, SIDE, placed.y));
        }
        foot(&mut surface, fonts, case, &format!("第 {number} 页 共 {} 页", pages.len()));
        surface.finish();
        sheet.finish();
    }
    document.set_metadata(Metadata::new().title(title.to_owned()).language("zh-CN".to_owned()));
    document.finish().map_err(broken)
}

fn foot(surface: &mut Surface<'_>, fonts: &Fonts, case: &Case<'_>, text: &str) {
    for line in lines(case, text, &NUMBER, COLUMN) {
        let mark = Mark::Text { x: line.indent, y: 0.0, size: NUMBER.size, line };
        draw(surface, fonts, &mark, SIDE, HEIGHT - BOTTOM / 2.0);
    }
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, mark: &Mark, left: f32, top: f32) {
    match mark {
        Mark::Text { x, y, size, line } => write(surface, fonts, line, *size, left + x, top + y),
        Mark::Fill { x, y, width, height, grey } => {
            let Some(area) = Rect::from_xywh(left + x, top + y, *width, *height) else { return };
            let mut path = PathBuilder::new();
            path.push_rect(area);
            let Some(path) = path.finish() else { return };
            surface.set_fill(Some(Fill { paint: luma::Color::new(*grey).into(), ..Fill::default() }));
            surface.draw_path(&path);
        }
    }
}

/// Letters of one face are written in one go.
fn write(surface: &mut Surface<'_>, fonts: &Fonts, line: &Line, size: f32, mut x: f32, y: f32) {
    surface.set_fill(Some(Fill::default()));
    for run in line.letters.chunk_by(|one, other| one.letter.face == other.letter.face) {
        let glyphs: Vec<KrillaGlyph> = run.iter().map(glyph).collect();
        if let Some(font) = run.first().and_then(|set| fonts.face(set.letter.face)) {
            surface.draw_glyphs(Point::from_xy(x, y), &glyphs, font.clone(), &line.text, size, false);
        }
        x += glyphs.iter().map(|glyph| glyph.x_advance * size).sum::<f32>();
    }
}

fn glyph(set: &Set) -> KrillaGlyph {
    let text: Range<usize> = set.start..set.end;
    let advance = set.letter.advance + set.stretch;
    KrillaGlyph::new(GlyphId::new(set.letter.glyph), advance, 0.0, 0.0, 0.0, text, None)
}
