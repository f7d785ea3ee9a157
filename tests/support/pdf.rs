//! A PDF as its readers see it, by a reader that has nothing to do with its writer.

use lopdf::{Document, Object};

/// A PDF, read.
pub struct Pdf {
    document: Document,
    /// The text of each page, without white space.
    pub pages: Vec<String>,
}

impl Pdf {
    /// Reads it.
    ///
    /// # Panics
    /// When it is none.
    pub fn read(bytes: &[u8]) -> Self {
        let document = Document::load_mem(bytes).expect("this is no PDF");
        let page = |number: &u32| document.extract_text(&[*number]).expect("a page has no text");
        let solid = |text: String| text.chars().filter(|char| !char.is_whitespace()).collect();
        let pages = document.get_pages().keys().map(page).map(solid).collect();
        Self { document, pages }
    }

    /// The text of all pages, without white space and without the page numbers.
    pub fn text(&self) -> String {
        let pages = self.pages.iter().enumerate();
        pages.map(|(at, page)| page.replace(&format!("第{}页共{}页", at + 1, self.pages.len()), "")).collect()
    }

    /// An entry of the catalogue, such as `Lang`.
    pub fn catalogue(&self, key: &str) -> String {
        let entry = self.document.catalog().and_then(|catalogue| catalogue.get(key.as_bytes()));
        entry.and_then(lopdf::decode_text_string).unwrap_or_default()
    }

    /// An entry of the document's information, such as `Title`.
    pub fn information(&self, key: &str) -> String {
        let info = self.document.trailer.get(b"Info").and_then(Object::as_reference);
        let info = info.and_then(|id| self.document.get_object(id)).and_then(Object::as_dict);
        info.and_then(|info| info.get(key.as_bytes())).and_then(lopdf::decode_text_string).unwrap_or_default()
    }
}
