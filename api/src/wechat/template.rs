//! What the values of a subscribe message may be: the rule of each kind of key (`thing1`, `time2`, …),
//! and what is made of a text so that it keeps the rule. Pure.
//!
//! A text that is only to be read is shortened; what would say something else when shortened (a number,
//! an amount, a phone, an instant) is not sent at all.

pub mod book;
mod moment;
pub mod outcome;
pub mod quiet;
mod rule;
#[cfg(test)]
mod tests;

/// Ends a text that was shortened. It counts.
const ELLIPSIS: char = '…';

/// The kind of a key. `enum` is not among them: its words stand in WeChat's library of templates only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// At most 20 characters of any sort.
    Thing,
    /// At most 10 Chinese characters, or 20 letters and symbols.
    Name,
    /// At most 32 digits, with decimals.
    Number,
    /// At most 5 Chinese characters.
    Phrase,
    /// At most 32 letters.
    Letter,
    /// At most 5 symbols.
    Symbol,
    /// At most 32 digits, letters, symbols.
    CharacterString,
    /// A sign of currency and at most 10 digits, with decimals.
    Amount,
    /// At most 17 digits and symbols.
    PhoneNumber,
    /// At most 8 characters.
    CarNumber,
    /// `15:01`, `2019年10月1日 15:01`, or two of one sort with `~` between them.
    Time,
    /// `2019年10月1日`, with or without the time, or two of one sort with `~` between them.
    Date,
}

impl Kind {
    /// The kind of a template's key: its letters, behind which stands its number.
    pub fn of(key: &str) -> Option<Self> {
        let word = key.trim_end_matches(|c: char| c.is_ascii_digit());
        if word.len() == key.len() {
            return None;
        }
        Some(match word {
            "thing" => Self::Thing,
            "name" => Self::Name,
            "number" => Self::Number,
            "phrase" => Self::Phrase,
            "letter" => Self::Letter,
            "symbol" => Self::Symbol,
            "character_string" => Self::CharacterString,
            "amount" => Self::Amount,
            "phone_number" => Self::PhoneNumber,
            "car_number" => Self::CarNumber,
            "time" => Self::Time,
            "date" => Self::Date,
            _ => return None,
        })
    }

    /// Whether WeChat takes `value` as it stands.
    pub fn takes(self, value: &str) -> bool {
        rule::keeps(self, value)
    }

    /// `text` as WeChat takes it; none when it would have to say something else for that.
    pub fn fit(self, text: &str) -> Option<String> {
        let line = one_line(text);
        if self.takes(&line) {
            return Some(line);
        }
        let made = match self {
            Self::Thing => shortened(&line, 20),
            Self::Name => shortened(&line, 10),
            Self::Phrase => line.chars().take(5).collect(),
            Self::Letter => line.chars().take(32).collect(),
            Self::Amount => format!("¥{line}"),
            _ => return None,
        };
        self.takes(&made).then_some(made)
    }
}

/// `text` in one line: every run of white space and control characters is one space.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The first `most` characters of `text`, the last of which says that there were more.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain([ELLIPSIS]).collect()
}
