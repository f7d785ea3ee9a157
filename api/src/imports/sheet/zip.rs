//! An XLSX file is an archive: what it unpacks to is measured before anybody reads it,
//! so that a small file cannot fill the memory.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::unreadable;
use crate::error::Result;

/// Bytes of all parts together; 20,000 full rows take about half.
const MAX_UNPACKED: u64 = 48 * 1024 * 1024;

/// Parts of the archive.
const MAX_PARTS: usize = 500;

/// Digits of a believable number of different texts.
const MAX_COUNT_DIGITS: usize = 7;

/// Unpacks every part once, piece by piece; what its directory says about sizes is not believed.
pub fn check(bytes: &[u8]) -> Result<()> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > MAX_PARTS {
        return Err(unreadable("too many parts"));
    }
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(unreadable)?;
        let name = part.name().map_err(unreadable)?.to_ascii_lowercase();
        let mut unpacked = Vec::new();
        part.take(left + 1).read_to_end(&mut unpacked).map_err(unreadable)?;
        left = left.checked_sub(unpacked.len() as u64).ok_or_else(|| unreadable("it unpacks to too much"))?;
        if name.ends_with(".xml") || name.ends_with(".rels") {
            check_words(&unpacked)?;
        }
    }
    Ok(())
}

/// The reader takes memory for as many texts as the file announces, before it has seen one.
fn check_words(part: &[u8]) -> Result<()> {
    let text = std::str::from_utf8(part).map_err(unreadable)?;
    // No program writes these; with them the announcement could hide behind another encoding.
    if text.contains(['\0', '\u{1b}']) {
        return Err(unreadable("a part is in another encoding"));
    }
    let announced = text.split("uniqueCount").skip(1).any(|rest| {
        let digits = rest.trim_start_matches(|c: char| c.is_whitespace() || "='\"+0".contains(c));
        digits.bytes().take_while(u8::is_ascii_digit).count() > MAX_COUNT_DIGITS
    });
    if announced { Err(unreadable("it announces too many texts")) } else { Ok(()) }
}
