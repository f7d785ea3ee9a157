//! Reads a CSV file in UTF-8, with or without a mark, or in GBK, as Chinese spreadsheet
//! programs write it; with commas, tabs or semicolons.

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, GBK, UTF_8};

use super::{Sheet, other_kind, unreadable};
use crate::error::Result;

/// Reads the file. Empty lines count as rows, as they do in spreadsheet programs.
pub fn read(bytes: &[u8]) -> Result<Sheet> {
    let text = decode(bytes).ok_or_else(other_kind)?.replace("\r\n", "\n").replace('\r', "\n");
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator(&text)).from_reader(text.as_bytes());
    let (mut sheet, mut row, mut record) = (Sheet::default(), 0, StringRecord::new());
    while reader.read_record(&mut record).map_err(unreadable)? {
        let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        row += text[start..].bytes().take_while(|byte| *byte == b'\n').count();
        for (column, cell) in record.iter().enumerate() {
            sheet.put(row, column, cell)?;
        }
        row += 1;
    }
    Ok(sheet)
}

/// The text, by its mark or by what it can be; nothing if it is no text.
fn decode(bytes: &[u8]) -> Option<String> {
    let marked = Encoding::for_bom(bytes);
    let candidates = marked.map_or_else(|| vec![(UTF_8, 0), (GBK, 0)], |found| vec![found]);
    let text = candidates
        .into_iter()
        .find_map(|(encoding, mark)| encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]))?;
    let foreign = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    (!text.contains(foreign)).then(|| text.into_owned())
}

/// The one of the usual separators that the first line has most of.
fn separator(text: &str) -> u8 {
    let first = text.trim_start().lines().next().unwrap_or_default();
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    let best = [b';', b'\t', b','].into_iter().max_by_key(count);
    best.unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
        read(bytes).map(|sheet| sheet.rows).unwrap_or_default()
    }

    #[test]
    fn utf8_with_and_without_a_mark_gbk_and_utf16_say_the_same() {
        let text = "姓名,手机\n张秀兰,13812341234\n";
        let expected = vec![vec!["姓名", "手机"], vec!["张秀兰", "13812341234"]];
        let (gbk, ..) = GBK.encode(text);
        let utf16: Vec<u8> = [vec![0xFF, 0xFE], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
        for bytes in [text.as_bytes(), format!("\u{feff}{text}").as_bytes(), &gbk, &utf16] {
            assert_eq!(rows(bytes), expected);
        }
    }

    #[test]
    fn rows_are_counted_as_spreadsheet_programs_do() {
        let text = "a,b\r\n\r\n1,\"x\r\ny\"\r\n\n\n2\r\n";
        let rows = rows(text.as_bytes());
        assert_eq!(rows.len(), 6);
        assert_eq!(
            (rows[0].as_slice(), rows[2].as_slice(), rows[5].as_slice()),
            (
                ["a".to_owned(), "b".into()].as_slice(),
                ["1".to_owned(), "x\ny".into()].as_slice(),
                ["2".to_owned()].as_slice(),
            )
        );
    }

    #[test]
    fn tabs_and_semicolons_separate_too() {
        assert_eq!(rows(b"a\tb,c\td"), vec![vec!["a", "b,c", "d"]]);
        assert_eq!(rows(b"a;b;c"), vec![vec!["a", "b", "c"]]);
    }

    #[test]
    fn what_is_no_text_is_no_sheet() {
        for bytes in [b"\x89PNG\r\n\x1a\n".as_slice(), b"\0\0\0", b"\xff\xff\xff", b"%PDF-1.7\n\x01"] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
    }
}
