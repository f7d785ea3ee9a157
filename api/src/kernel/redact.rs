//! Taking the words that tell who somebody is out of a text that stays.

/// Stands where a word stood.
const GONE: &str = "＊＊";

/// A shorter word, such as a door number of two digits, is found in texts that mean something else.
const SHORTEST: usize = 3;

/// Chinese names have two characters and mean nothing else.
const SHORTEST_NAME: usize = 2;

/// The words that tell who somebody is.
#[derive(Clone, Debug, Default)]
pub struct Redaction {
    words: Vec<String>,
}

impl Redaction {
    /// Takes a name out.
    pub fn name(&mut self, name: &str) {
        self.add(name, SHORTEST_NAME);
    }

    /// Takes a number out: of a phone, a door, a document.
    pub fn number(&mut self, number: &str) {
        self.add(number, SHORTEST);
    }

    fn add(&mut self, word: &str, shortest: usize) {
        if word.chars().count() >= shortest {
            self.words.push(word.to_owned());
            // The longest first: a name may be part of another.
            self.words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
    }

    /// Whether the text has one of the words.
    pub fn is_in(&self, text: &str) -> bool {
        self.words.iter().any(|word| text.contains(word.as_str()))
    }

    /// The text without the words, and not longer than before; nothing when it has none.
    pub fn of(&self, text: &str) -> Option<String> {
        self.is_in(text)
            .then(|| self.words.iter().fold(text.to_owned(), |text, word| text.replace(word.as_str(), GONE)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_go_and_the_rest_stays() {
        let mut redaction = Redaction::default();
        redaction.name("王秀");
        redaction.name("王秀兰");
        redaction.number("13812345678");
        redaction.number("5");
        let text = "我是王秀兰，电话13812345678，住5楼。";
        assert_eq!(redaction.of(text).as_deref(), Some("我是＊＊，电话＊＊，住5楼。"));
        assert_eq!(redaction.of("楼道灯坏了"), None);
        assert_eq!(Redaction::default().of(text), None);
    }
}
