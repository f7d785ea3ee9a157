//! The list as operators write it.

use super::{Entry, Rule, Topic, WordsError};

pub(super) fn entries(list: &str) -> Result<Vec<Entry>, WordsError> {
    list.lines().enumerate().filter_map(|(index, line)| entry(index + 1, line).transpose()).collect()
}

fn entry(line: usize, text: &str) -> Result<Option<Entry>, WordsError> {
    let text = text.trim_start_matches('\u{FEFF}').trim();
    if text.is_empty() || text.starts_with('#') {
        return Ok(None);
    }
    let fault = |what| WordsError::Line { line, what };
    let (kind, word) =
        text.split_once(char::is_whitespace).ok_or_else(|| fault("must be a kind, a space and a word"))?;
    let rule = rule(kind)
        .ok_or_else(|| fault("the kind must be allow, ads, politics, porn, abuse, crime, fraud, vulgar or other"))?;
    let word = word.trim();
    if !word.chars().any(char::is_alphanumeric) {
        return Err(fault("the word must have letters or digits"));
    }
    Ok(Some(Entry { rule, word: word.to_owned() }))
}

fn rule(kind: &str) -> Option<Rule> {
    Some(match kind {
        "allow" => Rule::Allow,
        "ads" => Rule::Stop(Topic::Ads),
        "politics" => Rule::Stop(Topic::Politics),
        "porn" => Rule::Stop(Topic::Porn),
        "abuse" => Rule::Stop(Topic::Abuse),
        "crime" => Rule::Stop(Topic::Crime),
        "fraud" => Rule::Stop(Topic::Fraud),
        "vulgar" => Rule::Stop(Topic::Vulgar),
        "other" => Rule::Stop(Topic::Other),
        _ => return None,
    })
}
