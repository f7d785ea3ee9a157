//! The one spelling of a frozen roll, and its hash: whoever has the roll can compute it again.

use std::fmt::Write;

use aws_lc_rs::digest::{Context, SHA256};
use entity::deliberations::Electorate;

use super::Entry;

/// The first line of the spelling: a later one is another version.
const FORM: &str = "siwei-roll/1";

/// The SHA-256 of a roll, in hex. Spelled: the form, the electorate, then a line for each
/// entry in the order of their subjects: `subject TAB heads TAB area TAB parts`, the parts
/// in order with commas between them; every line ends with LF. Accounts are not part of it:
/// somebody who registers later votes on the same roll.
pub fn digest(electorate: Electorate, entries: &[Entry]) -> String {
    let mut ordered: Vec<&Entry> = entries.iter().collect();
    ordered.sort_by_key(|entry| entry.subject);
    let mut hash = Context::new(&SHA256);
    hash.update(format!("{FORM}\n{electorate}\n").as_bytes());
    for entry in ordered {
        hash.update(line(entry).as_bytes());
    }
    hex::encode(hash.finish())
}

fn line(entry: &Entry) -> String {
    let mut line = format!("{}\t{}\t{}\t", entry.subject, entry.weight.heads, entry.weight.area);
    let mut parts = entry.parts.clone();
    parts.sort();
    for (at, part) in parts.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(line, "{comma}{part}");
    }
    line.push('\n');
    line
}
