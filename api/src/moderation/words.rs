//! The local word list: pure, built once, asked often. It finds a listed word behind
//! the usual disguises (width, case, accents, invisible characters, things put between
//! the letters) and leaves alone what the list allows.

mod fold;
mod parse;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, BuildError, Match};

use self::fold::Folded;

/// Why a word is on the list; the kinds are those of WeChat's text check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Advertising.
    Ads,
    /// Politics.
    Politics,
    /// Pornography.
    Porn,
    /// Abuse of a person.
    Abuse,
    /// Crime.
    Crime,
    /// Fraud.
    Fraud,
    /// Vulgar language.
    Vulgar,
    /// Anything else.
    Other,
}

/// What a line of a list says about its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A text with this word is not published without a person having read it.
    Stop(Topic),
    /// A stopped word inside this one is harmless: 毒品 inside 禁毒品宣传.
    Allow,
}

/// A word and what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is said.
    pub rule: Rule,
    /// The word as it was written.
    pub word: String,
}

/// A listed word that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Why it is listed.
    pub topic: Topic,
    /// The word as the list writes it.
    pub word: String,
}

/// Why a list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    /// A line does not say a kind and a word.
    #[error("line {line}: {what}")]
    Line {
        /// Counted from one.
        line: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A word without a letter or digit would be in every text.
    #[error("a word must have letters or digits")]
    Empty,
    /// The list is too large for the automaton.
    #[error("the word list cannot be built")]
    Build(#[from] BuildError),
}

/// A list that texts are held against.
#[derive(Clone, Debug)]
pub struct Words {
    automaton: AhoCorasick,
    /// By the automaton's pattern.
    entries: Vec<Entry>,
}

impl Words {
    /// Builds the list; of the installation's file and a community's own entries, one after the other.
    ///
    /// # Errors
    /// An entry has no letter or digit, or there are too many of them.
    pub fn new(entries: Vec<Entry>) -> Result<Self, WordsError> {
        let folded: Vec<String> = entries.iter().map(|entry| Folded::of(&entry.word).text).collect();
        if folded.iter().any(String::is_empty) {
            return Err(WordsError::Empty);
        }
        Ok(Self { automaton: AhoCorasick::new(folded)?, entries })
    }

    /// The listed words that stand in `text` and are not part of something allowed; each once.
    pub fn hits(&self, text: &str) -> Vec<Hit> {
        let text = Folded::of(text);
        let (allowed, stopped): (Vec<Match>, Vec<Match>) = self
            .automaton
            .find_overlapping_iter(&text.text)
            .filter(|found| text.is_whole(found.start(), found.end()))
            .partition(|found| self.rule(found) == Some(Rule::Allow));
        let harmless = |found: &Match| allowed.iter().any(|a| a.start() <= found.start() && found.end() <= a.end());
        let hits: BTreeSet<Hit> =
            stopped.iter().filter(|found| !harmless(found)).filter_map(|found| self.hit(found)).collect();
        hits.into_iter().collect()
    }

    fn rule(&self, found: &Match) -> Option<Rule> {
        self.entries.get(found.pattern().as_usize()).map(|entry| entry.rule)
    }

    fn hit(&self, found: &Match) -> Option<Hit> {
        let entry = self.entries.get(found.pattern().as_usize())?;
        match entry.rule {
            Rule::Stop(topic) => Some(Hit { topic, word: entry.word.clone() }),
            Rule::Allow => None,
        }
    }
}

/// Reads a list: a kind and a word a line, `#` begins a remark.
///
/// # Errors
/// Names the first line that says neither.
pub fn parse(list: &str) -> Result<Vec<Entry>, WordsError> {
    parse::entries(list)
}
