//! The rules, one a kind.

use super::{Kind, moment};

/// Whether `value` keeps the rule of `kind`.
pub fn keeps(kind: Kind, value: &str) -> bool {
    let count = value.chars().count();
    if count == 0 || value.chars().any(char::is_control) || value.trim() != value {
        return false;
    }
    match kind {
        Kind::Thing => count <= 20,
        Kind::Name => count <= if latin(value) { 20 } else { 10 },
        Kind::Number => is_number(value, 32),
        Kind::Phrase => count <= 5 && value.chars().all(is_chinese),
        Kind::Letter => count <= 32 && value.chars().all(|c| c.is_ascii_alphabetic()),
        Kind::Symbol => count <= 5 && value.chars().all(|c| c.is_ascii_punctuation()),
        Kind::CharacterString => count <= 32 && value.chars().all(|c| c.is_ascii_graphic()),
        Kind::Amount => is_amount(value),
        Kind::PhoneNumber => count <= 17 && value.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation()),
        Kind::CarNumber => count <= 8 && value.chars().all(|c| c.is_ascii_alphanumeric() || is_chinese(c)),
        Kind::Time => moment::is_time(value),
        Kind::Date => moment::is_date(value),
    }
}

/// Letters and symbols only; digits are not named, so a name with one counts as Chinese.
fn latin(value: &str) -> bool {
    value.chars().all(|c| c.is_ascii_alphabetic() || c.is_ascii_punctuation() || c == ' ')
}

/// An ideograph, of the blocks that names and words of today are written with.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
}

fn is_number(value: &str, most: usize) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let count = value.bytes().filter(u8::is_ascii_digit).count();
    let shape = value.split_once('.').map_or_else(|| digits(value), |(whole, part)| digits(whole) && digits(part));
    shape && count <= most
}

fn is_amount(value: &str) -> bool {
    let figure = value.strip_prefix(['¥', '￥', '$', '€', '£']);
    figure.is_some_and(|figure| is_number(figure.strip_suffix('元').unwrap_or(figure), 10))
}
