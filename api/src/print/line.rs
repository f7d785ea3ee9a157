//! Text into lines. Where a line may end is said by the Unicode line breaking algorithm at its
//! strictest, so that no line begins with a closing mark (避头尾).

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

use super::font::{Case, Letter, Weight, is_ignored};

/// A gap of a justified line grows at most by so much, in em; a line that would need more is left
/// ragged. Readers take a gap of a tenth for a space, and would find no word in a text so stretched.
const MOST_STRETCH: f32 = 0.09;

/// Where the letters of a line stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// From edge to edge but for the last line, as Chinese is set.
    #[default]
    Justified,
    /// From the left edge.
    Left,
    /// In the middle.
    Middle,
    /// Up to the right edge, as figures are set.
    Right,
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    /// The size of the letters in points.
    pub size: f32,
    /// From one line to the next, in em.
    pub leading: f32,
    /// How heavy the letters are.
    pub weight: Weight,
    /// Where they stand.
    pub align: Align,
}

impl Style {
    /// From one line to the next, in points.
    pub fn pitch(&self) -> f32 {
        self.size * self.leading
    }
}

/// A letter and the bytes of the line's text that it stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Set {
    /// The letter.
    pub letter: Letter,
    /// What is added to its advance, in em.
    pub stretch: f32,
    /// Where its character begins in the text.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A line, ready to be drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    /// What it says.
    pub text: String,
    /// Its letters.
    pub letters: Vec<Set>,
    /// Where it begins, from the left edge of its column, in points.
    pub indent: f32,
}

/// The width of a text that is set in one line, in points.
pub(super) fn width(case: &Case<'_>, text: &str, style: &Style) -> f32 {
    em(&shape(case, text, style.weight)) * style.size
}

/// Sets a text into a column of this width in points. Line feeds end lines.
pub(super) fn lines(case: &Case<'_>, text: &str, style: &Style, width: f32) -> Vec<Line> {
    let text = text.replace('\t', " ");
    let breaks = ['\n', '\u{2028}', '\u{2029}'];
    text.split(breaks).flat_map(|paragraph| paragraph_lines(case, paragraph, style, width)).collect()
}

fn paragraph_lines(case: &Case<'_>, text: &str, style: &Style, width: f32) -> Vec<Line> {
    let most = width / style.size;
    let letters = shape(case, text, style.weight);
    let mut lines: Vec<Vec<&[Set]>> = vec![Vec::new()];
    let mut filled = 0.0;
    for piece in pieces(text, &letters, most) {
        if filled + em(trimmed(text, piece)) > most && filled > 0.0 {
            lines.push(Vec::new());
            filled = 0.0;
        }
        filled += em(piece);
        if let Some(line) = lines.last_mut() {
            line.push(piece);
        }
    }
    let last = lines.len() - 1;
    lines.iter().enumerate().map(|(number, line)| finish(text, line, style, most, number == last)).collect()
}

fn shape(case: &Case<'_>, text: &str, weight: Weight) -> Vec<Set> {
    let shown = text.char_indices().filter(|(_, char)| !is_ignored(*char));
    let set = |(start, char): (usize, char)| {
        let end = start + char.len_utf8();
        Set { letter: case.letter(char, weight), stretch: 0.0, start, end }
    };
    shown.map(set).collect()
}

/// What stays together on a line. A word that is longer than a line is cut anywhere.
fn pieces<'l>(text: &str, letters: &'l [Set], most: f32) -> Vec<&'l [Set]> {
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let mut rest = letters;
    let mut pieces = Vec::new();
    for end in segmenter.segment_str(text) {
        let (piece, others) = rest.split_at(rest.partition_point(|set| set.start < end));
        rest = others;
        match em(trimmed(text, piece)) > most {
            true => pieces.extend(piece.chunks(1)),
            false if piece.is_empty() => {}
            false => pieces.push(piece),
        }
    }
    pieces
}

/// Without the spaces at its end: they may hang over the edge.
fn trimmed<'l>(text: &str, piece: &'l [Set]) -> &'l [Set] {
    let blank = |set: &Set| text.get(set.start..set.end).is_some_and(|char| char.trim().is_empty());
    let kept = piece.iter().rposition(|set| !blank(set)).map_or(0, |last| last + 1);
    piece.get(..kept).unwrap_or_default()
}

fn em(letters: &[Set]) -> f32 {
    letters.iter().map(|set| set.letter.advance + set.stretch).sum()
}

/// Puts the pieces of a line together and gives it its place.
fn finish(text: &str, pieces: &[&[Set]], style: &Style, most: f32, last: bool) -> Line {
    let whole = pieces.concat();
    let mut letters = trimmed(text, &whole).to_vec();
    let slack = most - em(&letters);
    if style.align == Align::Justified && !last {
        justify(&mut letters, pieces, slack);
    }
    let start = letters.first().map_or(0, |set| set.start);
    let end = letters.last().map_or(start, |set| set.end);
    for set in &mut letters {
        set.start -= start;
        set.end -= start;
    }
    let indent = match style.align {
        Align::Justified | Align::Left => 0.0,
        Align::Middle => slack / 2.0,
        Align::Right => slack,
    };
    let text = text.get(start..end).unwrap_or_default().to_owned();
    Line { text, letters, indent: indent.max(0.0) * style.size }
}

/// Spreads what is left of a line over the gaps between its pieces.
fn justify(letters: &mut [Set], pieces: &[&[Set]], slack: f32) {
    let mut ends = Vec::new();
    for piece in pieces {
        ends.push(ends.last().copied().unwrap_or(0) + piece.len());
    }
    ends.retain(|end| *end < letters.len());
    #[expect(clippy::cast_precision_loss, reason = "a line has a few dozen letters")]
    let each = slack / ends.len().max(1) as f32;
    if each <= 0.0 || each > MOST_STRETCH {
        return;
    }
    for end in ends {
        if let Some(set) = letters.get_mut(end - 1) {
            set.stretch = each;
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::font::Fonts;
    use super::*;

    const STYLE: Style = Style { size: 10.0, leading: 1.5, weight: Weight::Regular, align: Align::Justified };

    fn set(text: &str, em: f32) -> Vec<String> {
        let fonts = Fonts::open(None).ok();
        let lines = fonts.map(|fonts| lines(&fonts.case(), text, &STYLE, em * 10.0)).unwrap_or_default();
        lines.into_iter().map(|line| line.text).collect()
    }

    #[rstest]
    #[case("一二三四五六", 4.0, &["一二三四", "五六"])]
    #[case("一二三四，五六", 4.0, &["一二三", "四，五六"])]
    #[case("一二三（四五）。六", 4.0, &["一二三", "（四", "五）。六"])]
    #[case("一二三《四》五", 4.0, &["一二三", "《四》五"])]
    #[case("一二siwei三四", 3.0, &["一二", "siwei", "三四"])]
    #[case("one two", 2.0, &["one", "two"])]
    #[case("一二\n三", 4.0, &["一二", "三"])]
    #[case("", 4.0, &[""])]
    fn lines_end_where_they_may(#[case] text: &str, #[case] em: f32, #[case] expected: &[&str]) {
        assert_eq!(set(text, em), expected);
    }

    #[test]
    fn a_word_longer_than_a_line_is_cut_and_nothing_of_it_is_lost() {
        let hash = "0123456789abcdef".repeat(4);
        let lines = set(&hash, 10.0);
        assert!(lines.len() > 2);
        assert_eq!(lines.concat(), hash);
    }

    #[test]
    fn a_justified_line_reaches_the_edge_and_the_last_one_does_not_try() {
        let fonts = Fonts::open(None).ok();
        let text = "字".repeat(20) + "，八九";
        let set = fonts.map(|fonts| lines(&fonts.case(), &text, &STYLE, 205.0)).unwrap_or_default();
        let widths: Vec<f32> = set.iter().map(|line| em(&line.letters)).collect();
        assert!((widths[0] - 20.5).abs() < 0.001 && widths[1] < 4.1, "{widths:?}");
    }
}
