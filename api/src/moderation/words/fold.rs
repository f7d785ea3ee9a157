//! A text without its disguises.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What remains of a text when only letters and digits count.
pub(super) struct Folded {
    /// Letters and digits, compatible forms made equal, without accents, in lower case.
    pub(super) text: String,
    /// Where in `text` something visible was left out, as byte offsets.
    gaps: HashSet<usize>,
}

impl Folded {
    pub(super) fn of(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), gaps: HashSet::new() };
        for character in text.nfkd().flat_map(char::to_lowercase) {
            if is_combining_mark(character) || is_invisible(character) {
                continue;
            }
            if character.is_alphanumeric() {
                folded.text.push(character);
            } else {
                folded.gaps.insert(folded.text.len());
            }
        }
        folded
    }

    /// Whether what stands from `start` to `end` does not begin or end inside a Latin word or number:
    /// "ass" is not in "class". Chinese knows no such edges.
    pub(super) fn is_whole(&self, start: usize, end: usize) -> bool {
        self.is_edge(start) && self.is_edge(end)
    }

    fn is_edge(&self, at: usize) -> bool {
        let before = self.text.get(..at).and_then(|text| text.chars().next_back());
        let after = self.text.get(at..).and_then(|text| text.chars().next());
        match (before, after) {
            (Some(before), Some(after)) => {
                !(before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric()) || self.gaps.contains(&at)
            }
            _ => true,
        }
    }
}

/// Characters that nobody sees: zero-width ones, marks of direction, fillers, variation selectors, tags.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}
