//! Search in Chinese without an engine: a text becomes terms, pairs of neighbouring
//! characters for Chinese and whole words for the rest, stored in a plain column.
//! Two-character words such as 电梯 are found on both databases alike.

use std::collections::HashSet;

/// Terms kept of one text; a longer text is found by its beginning.
pub const MAX_TERMS: usize = 400;

/// Terms taken from one question; more would only slow it down.
pub const MAX_QUERY_TERMS: usize = 16;

/// Characters of a term; longer words are cut.
const MAX_TERM: usize = 32;

/// The terms to store for a text: pairs and words first, then single characters,
/// so that a question of one character finds something, too.
pub fn terms(text: &str) -> Vec<String> {
    let runs = runs(text);
    let whole = runs.iter().flat_map(Run::terms);
    let single = runs.iter().flat_map(Run::characters);
    distinct(whole.chain(single), MAX_TERMS)
}

/// The terms that a found text must have, all of them.
pub fn query_terms(text: &str) -> Vec<String> {
    distinct(runs(text).iter().flat_map(Run::terms), MAX_QUERY_TERMS)
}

/// A piece of text without a break.
enum Run {
    /// Chinese (or kana), without spaces between words.
    Han(Vec<char>),
    /// A word or number.
    Word(String),
}

impl Run {
    fn terms(&self) -> Vec<String> {
        match self {
            Self::Han(characters) if characters.len() == 1 => self.characters(),
            Self::Han(characters) => characters.windows(2).map(|pair| pair.iter().collect()).collect(),
            Self::Word(word) => vec![word.chars().take(MAX_TERM).collect()],
        }
    }

    fn characters(&self) -> Vec<String> {
        match self {
            Self::Han(characters) => characters.iter().map(char::to_string).collect(),
            Self::Word(_) => Vec::new(),
        }
    }
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut fresh = true;
    for character in text.chars().map(fold).flat_map(char::to_lowercase) {
        let (han, word) = (is_han(character), character.is_alphanumeric());
        match runs.last_mut() {
            Some(Run::Han(run)) if han && !fresh => run.push(character),
            Some(Run::Word(run)) if word && !han && !fresh => run.push(character),
            _ if han => runs.push(Run::Han(vec![character])),
            _ if word => runs.push(Run::Word(character.to_string())),
            _ => {}
        }
        fresh = !word;
    }
    runs
}

/// Full-width letters, digits and spaces become their ASCII twins.
fn fold(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        other => other,
    }
}

fn is_han(character: char) -> bool {
    matches!(character,
        '\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

fn distinct(terms: impl Iterator<Item = String>, max: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    terms.filter(|term| seen.insert(term.clone())).take(max).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::pairs("楼道灯坏", &["楼道", "道灯", "灯坏"])]
    #[case::one_character("灯", &["灯"])]
    #[case::words_beside_chinese("3号楼WiFi坏了", &["3", "号楼", "wifi", "坏了"])]
    #[case::full_width("ＷＩＦＩ　１２", &["wifi", "12"])]
    #[case::punctuation_breaks("电梯，坏！", &["电梯", "坏"])]
    #[case::twice_is_once("电梯电梯", &["电梯", "梯电"])]
    #[case::nothing("……！", &[])]
    fn a_question_becomes_terms(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(query_terms(text), expected);
    }

    #[test]
    fn a_text_keeps_its_single_characters_behind_its_pairs() {
        assert_eq!(terms("灯坏了"), ["灯坏", "坏了", "灯", "坏", "了"]);
    }

    proptest! {
        #[test]
        fn any_part_of_a_chinese_text_finds_it(text in "[一-龥]{1,60}", from in 0_usize..60, len in 1_usize..8) {
            let characters: Vec<char> = text.chars().collect();
            let from = from % characters.len();
            let part: String = characters[from..].iter().take(len).collect();
            let stored = terms(&text);
            prop_assert!(query_terms(&part).iter().all(|term| stored.contains(term)));
        }

        #[test]
        fn no_text_breaks_the_limits(text in any::<String>()) {
            prop_assert!(terms(&text).len() <= MAX_TERMS);
            prop_assert!(terms(&text).iter().all(|term| !term.is_empty() && term.chars().count() <= MAX_TERM));
        }
    }
}
