//! The text of a cell, made tidy when it comes in and harmless when it goes out.

/// Characters of a cell that are read; no column takes so many.
const MAX_CELL: usize = 500;

/// Makes one spelling of what looks the same: no invisible characters, no full-width
/// letters and digits, no space at the ends; and takes back what [`harmless`] put before it.
pub fn tidy(text: &str) -> String {
    let text: String = text.chars().filter(|c| !invisible(*c)).map(narrow).collect();
    let text = text.trim();
    let text = text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text);
    text.chars().take(MAX_CELL).collect()
}

/// Keeps a text that begins like a formula from being taken for one (CSV injection).
pub fn harmless(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Zero-width characters and marks of direction: chat programs put them around phone numbers.
fn invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// `３` is `3`, and the wide space is a space; punctuation stays as it is.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        other => other,
    }
}

/// A number as spreadsheet programs show it: 15 digits, whole ones without a point. From
/// sixteen digits on the last ones are lost, and the exponent tells it.
pub fn number(value: f64) -> String {
    if value.abs() >= 1e15 {
        return format!("{value:E}").replace('E', "E+");
    }
    let whole = value.abs().log10().floor().max(0.0);
    // At most 15, so that nothing is cut off.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 15")]
    let decimals = (14.0 - whole).clamp(0.0, 14.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert_eq!(tidy(" \u{202d}１３８12341234\u{202c}\t"), "13812341234");
        assert_eq!(tidy("３栋　Ａ座（东）"), "3栋 A座（东）");
        assert_eq!(tidy(&"长".repeat(1_000)).chars().count(), MAX_CELL);
    }

    #[test]
    fn a_formula_is_made_harmless_and_read_back() {
        for text in ["=1+1", "+86 138", "-1", "@SUM(A1)"] {
            assert_eq!(harmless(text), format!("'{text}"));
            assert_eq!(tidy(&harmless(text)), text);
        }
        assert_eq!((harmless("3栋").as_str(), tidy("'3栋").as_str()), ("3栋", "'3栋"));
    }

    #[test]
    fn numbers_look_as_they_do_in_the_sheet() {
        let shown: Vec<String> =
            [13_812_341_234.0, 89.5, 0.1 + 0.2, 0.0, -3.0, 1.101_051_949_123_1e17].map(number).into();
        assert_eq!(shown, ["13812341234", "89.5", "0.3", "0", "-3", "1.1010519491231E+17"]);
    }
}
