//! The fonts: two that are part of the binary, and one more that an installation may name for
//! characters that are rarer still. `assets/fonts/README.md` says what they have.

use std::path::Path;
use std::sync::OnceLock;

use anyhow::Context;
use krilla::Data;
use krilla::text::Font;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSansCJKsc-Regular-subset.otf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSansCJKsc-Bold-subset.otf");

/// The place of the regular face among [`Fonts::faces`]; its `.notdef` is the box.
const PLAIN: usize = 0;

/// In which faces a character is looked up, one after the other.
const ORDER: [&[usize]; 2] = [&[PLAIN, 2], &[1, PLAIN, 2]];

/// How heavy letters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// As text is.
    #[default]
    Regular,
    /// As headings are.
    Bold,
}

#[derive(Clone)]
struct Face {
    data: Data,
    font: Font,
}

impl Face {
    fn read(data: Data) -> Option<Self> {
        let font = Font::new(data.clone(), 0)?;
        Some(Self { data, font })
    }

    fn reader(&self) -> Option<Reader<'_>> {
        let font = FontRef::from_index(self.data.as_ref(), 0).ok()?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        Some(Reader { charmap: font.charmap(), metrics, per_em: self.font.units_per_em() })
    }
}

/// The fonts that sheets are set in.
#[derive(Clone)]
pub struct Fonts {
    faces: Vec<Face>,
}

impl Fonts {
    /// Those of the binary, and the one in this file. Of a collection its first font is taken.
    ///
    /// # Errors
    /// When the file cannot be read or is no font.
    pub fn open(more: Option<&Path>) -> anyhow::Result<Self> {
        let mut faces = built_in().context("the fonts of the binary cannot be read")?.to_vec();
        if let Some(path) = more {
            let bytes = std::fs::read(path).with_context(|| format!("print.font: cannot read {}", path.display()))?;
            let face = Face::read(bytes.into()).filter(|face| face.reader().is_some());
            faces.push(face.with_context(|| format!("print.font: {} is no font", path.display()))?);
        }
        Ok(Self { faces })
    }

    /// The characters of a text that would be printed as boxes, each once, in order.
    pub fn missing(&self, text: &str) -> Vec<char> {
        let case = self.case();
        let mut missing: Vec<char> = text.chars().filter(|char| !is_ignored(*char) && !case.has(*char)).collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// For drawing.
    pub(super) fn face(&self, number: usize) -> Option<&Font> {
        self.faces.get(number).map(|face| &face.font)
    }

    /// For looking up.
    pub(super) fn case(&self) -> Case<'_> {
        Case { readers: self.faces.iter().filter_map(Face::reader).collect() }
    }
}

/// The fonts of the binary, read once.
fn built_in() -> Option<&'static [Face]> {
    static READ: OnceLock<Option<[Face; 2]>> = OnceLock::new();
    let read = || {
        let [regular, bold] = [REGULAR, BOLD].map(|bytes| Face::read(bytes.into()));
        Some([regular?, bold?])
    };
    READ.get_or_init(read).as_ref().map(<[Face; 2]>::as_slice)
}

struct Reader<'f> {
    charmap: Charmap<'f>,
    metrics: GlyphMetrics<'f>,
    per_em: f32,
}

/// The compositor's type case: what stands for a character.
pub(super) struct Case<'f> {
    readers: Vec<Reader<'f>>,
}

/// A letter as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Letter {
    /// Which face it is from.
    pub face: usize,
    /// Its number there.
    pub glyph: u32,
    /// How far the next one stands, in em.
    pub advance: f32,
}

impl Case<'_> {
    /// The letter of a character; a box for one that no font has.
    pub fn letter(&self, char: char, weight: Weight) -> Letter {
        self.find(char, weight).unwrap_or_else(|| self.measured(PLAIN, 0))
    }

    fn has(&self, char: char) -> bool {
        self.find(char, Weight::Regular).is_some()
    }

    fn find(&self, char: char, weight: Weight) -> Option<Letter> {
        let known = |face: &usize| {
            let glyph = self.readers.get(*face)?.charmap.map(char)?;
            (glyph.to_u32() > 0).then(|| self.measured(*face, glyph.to_u32()))
        };
        ORDER[usize::from(weight == Weight::Bold)].iter().find_map(known)
    }

    fn measured(&self, face: usize, glyph: u32) -> Letter {
        let width = |reader: &Reader<'_>| Some(reader.metrics.advance_width(glyph.into())? / reader.per_em);
        Letter { face, glyph, advance: self.readers.get(face).and_then(width).unwrap_or(1.0) }
    }
}

/// What has no shape of its own: controls, marks of direction, joiners, variation selectors.
pub(super) fn is_ignored(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{AD}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_characters_of_names_are_there_and_others_are_named() -> anyhow::Result<()> {
        let fonts = Fonts::open(None)?;
        assert_eq!(fonts.missing("䶮𠮷㛃堃玥喆陳龢，。（）“”——……㎡²×≥①②ǎēA1\u{FE00}\n"), Vec::<char>::new());
        assert_eq!(fonts.missing("一𪛖二😀三😀"), ['😀', '𪛖']);
        Ok(())
    }

    #[test]
    fn headings_take_what_bold_lacks_from_regular() -> anyhow::Result<()> {
        let fonts = Fonts::open(None)?;
        let case = fonts.case();
        let faces = ['国', '𠮷', '😀'].map(|char| case.letter(char, Weight::Bold).face);
        assert_eq!(faces, [1, PLAIN, PLAIN]);
        assert_eq!(case.letter('国', Weight::Regular).advance.to_bits(), 1.0_f32.to_bits());
        Ok(())
    }

    #[test]
    fn a_file_that_is_no_font_is_refused_by_name() -> anyhow::Result<()> {
        let file = tempfile::NamedTempFile::new()?;
        std::fs::write(file.path(), b"no font")?;
        let refusal = Fonts::open(Some(file.path())).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(refusal.starts_with("print.font: ") && refusal.ends_with(" is no font"), "{refusal}");
        assert!(Fonts::open(Some(Path::new("/nowhere.otf"))).is_err());
        Ok(())
    }
}
