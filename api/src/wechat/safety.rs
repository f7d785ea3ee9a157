//! WeChat's opinion of what people write and upload: texts at once, pictures by a later push.

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::number;
use super::fault::Fault;

/// The longest text that is looked at in one call, in characters; a longer one takes several.
const MOST: usize = 2_500;

/// Pieces of a long text overlap by so many characters: no word is cut out of sight.
const OVERLAP: usize = 50;

/// WeChat's number for what strangers read: a forum.
const SCENE: i64 = 3;

/// WeChat's number for pictures.
const PICTURE: i64 = 2;

/// What is to be done with something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suggestion {
    /// Nothing is wrong with it.
    Pass,
    /// People should look.
    Review,
    /// Not to be shown.
    Risky,
}

/// What WeChat thinks of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// What is to be done.
    pub suggestion: Suggestion,
    /// Of what kind it is: 100 is harmless, 10001 advertising, 20003 abuse and so on.
    pub label: i64,
}

/// Why there is no opinion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoOpinion {
    /// WeChat is busy or away: worth another try.
    Later,
    /// WeChat will not look at it, with its code: 61010 is somebody who was not there for two hours.
    Never(Option<i64>),
}

/// What `msg_sec_check` answers. `errcode` 0 only says that it looked.
#[derive(Deserialize)]
pub(super) struct TextAnswer {
    result: Judged,
}

/// What `media_check_async` answers at once.
#[derive(Deserialize)]
pub(super) struct PictureAnswer {
    pub trace_id: String,
}

#[derive(Deserialize)]
struct Judged {
    suggest: String,
    #[serde(default, deserialize_with = "number")]
    label: i64,
}

impl Opinion {
    /// The opinion in a `wxa_media_check` event; none when the picture could not be looked at.
    pub fn of_event(message: &Value) -> Option<Self> {
        let errcode = number(message.get("errcode").unwrap_or(&Value::Null)).ok()?;
        let judged = Judged::deserialize(&message["result"]).ok()?;
        (errcode == 0).then(|| judged.into())
    }

    /// The worse of two.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        if other.suggestion > self.suggestion { other } else { self }
    }
}

impl From<Judged> for Opinion {
    fn from(judged: Judged) -> Self {
        let suggestion = match judged.suggest.as_str() {
            "pass" => Suggestion::Pass,
            "risky" => Suggestion::Risky,
            // Also for a word that WeChat does not say yet.
            _ => Suggestion::Review,
        };
        Self { suggestion, label: judged.label }
    }
}

impl From<TextAnswer> for Opinion {
    fn from(answer: TextAnswer) -> Self {
        answer.result.into()
    }
}

impl From<Fault> for NoOpinion {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused { errcode: -1 | 44990 | 44991 | 45011, .. } | Fault::Silent(_) | Fault::NoToken => {
                Self::Later
            }
            Fault::Refused { errcode, .. } => Self::Never(Some(errcode)),
        }
    }
}

/// The body of `msg_sec_check`; serde_json writes Chinese as it is, for WeChat does not see through `\u` escapes.
pub(super) fn text_body(openid: &SecretString, content: &str) -> Value {
    json!({ "version": 2, "scene": SCENE, "openid": openid.expose_secret(), "content": content })
}

/// The body of `media_check_async`.
pub(super) fn picture_body(openid: &SecretString, url: &str) -> Value {
    json!({ "version": 2, "scene": SCENE, "openid": openid.expose_secret(), "media_url": url, "media_type": PICTURE })
}

/// A text in pieces that are short enough.
pub(super) fn pieces(text: &str) -> Vec<Cow<'_, str>> {
    if text.chars().count() <= MOST {
        return vec![text.into()];
    }
    let characters: Vec<char> = text.chars().collect();
    let starts = (0..characters.len()).step_by(MOST - OVERLAP);
    starts.map(|start| characters[start..].iter().take(MOST).collect::<String>().into()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opinion(suggest: &str) -> Option<Opinion> {
        Opinion::of_event(&json!({ "result": { "suggest": suggest, "label": "20003" } }))
    }

    #[test]
    fn an_opinion_is_read_whether_its_numbers_are_numbers_or_strings() {
        assert_eq!(opinion("risky"), Some(Opinion { suggestion: Suggestion::Risky, label: 20003 }));
        let event = json!({ "errcode": 0, "result": { "suggest": "pass", "label": 100 } });
        assert_eq!(Opinion::of_event(&event), Some(Opinion { suggestion: Suggestion::Pass, label: 100 }));
    }

    #[test]
    fn a_word_that_nobody_knows_is_no_pass() {
        assert_eq!(opinion("block").map(|one| one.suggestion), Some(Suggestion::Review));
    }

    #[test]
    fn a_picture_that_could_not_be_fetched_has_no_opinion() {
        for errcode in [json!(-1008), json!("-1008")] {
            let event = json!({ "errcode": errcode, "result": { "suggest": "pass", "label": 100 } });
            assert_eq!(Opinion::of_event(&event), None);
        }
        assert_eq!(Opinion::of_event(&json!({ "errcode": 0 })), None);
    }

    #[test]
    fn of_two_opinions_the_worse_one_counts() {
        let [pass, risky] = [Suggestion::Pass, Suggestion::Risky].map(|suggestion| Opinion { suggestion, label: 100 });
        assert_eq!(pass.worse(risky), risky);
        assert_eq!(risky.worse(pass), risky);
    }

    #[test]
    fn a_long_text_is_looked_at_to_its_end_and_across_each_cut() {
        let text: String = ('一'..).take(6_000).collect();
        let pieces = pieces(&text);
        assert!(pieces.iter().all(|piece| piece.chars().count() <= MOST));
        for window in text.chars().collect::<Vec<_>>().windows(OVERLAP) {
            let word: String = window.iter().collect();
            assert!(pieces.iter().any(|piece| piece.contains(&word)), "{word} is cut");
        }
    }
}
