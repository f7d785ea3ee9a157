//! A PDF as its readers see it, by programs that have nothing to do with its writer: poppler's.

use std::io::Write;
use std::process::Command;

/// A PDF, read.
pub struct Pdf {
    /// The text of each page, without white space.
    pub pages: Vec<String>,
    /// What `pdfinfo` says of it.
    pub information: String,
}

impl Pdf {
    /// Reads it.
    ///
    /// # Panics
    /// When it is none, or poppler-utils is not installed.
    pub fn read(bytes: &[u8]) -> Self {
        let solid = |page: &str| page.chars().filter(|char| !char.is_whitespace()).collect();
        let text = ask("pdftotext", &["-raw", "-enc", "UTF-8"], bytes);
        let pages = text.trim_end_matches('\u{c}').split('\u{c}').map(solid).collect();
        Self { pages, information: ask("pdfinfo", &[], bytes) }
    }

    /// The text of all pages, without white space and without the page numbers.
    pub fn text(&self) -> String {
        let pages = self.pages.iter().enumerate();
        pages.map(|(at, page)| page.replace(&format!("第{}页共{}页", at + 1, self.pages.len()), "")).collect()
    }

    /// Its title.
    pub fn title(&self) -> &str {
        let line = self.information.lines().find_map(|line| line.strip_prefix("Title:"));
        line.unwrap_or_default().trim()
    }
}

/// What a program of poppler says about a file.
fn ask(program: &str, arguments: &[&str], bytes: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().expect("no temporary file");
    file.write_all(bytes).expect("not written");
    let to_stdout = (program == "pdftotext").then_some("-");
    let output = Command::new(program).args(arguments).arg(file.path()).args(to_stdout).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}; install poppler-utils"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && complaint.is_empty(), "{program}: {complaint}");
    String::from_utf8(output.stdout).expect("no UTF-8")
}
