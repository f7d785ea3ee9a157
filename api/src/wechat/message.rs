//! A subscribe message on its way out, and what WeChat says to it.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::fault::Fault;
use super::template::outcome::Outcome;
use crate::config::MiniProgramState;

/// A message on its way out.
#[derive(Debug)]
pub struct Outgoing<'m> {
    /// The mini-program.
    pub appid: &'m str,
    /// To whom.
    pub openid: &'m SecretString,
    /// WeChat's id of the template.
    pub template_id: &'m str,
    /// The page it leads to.
    pub page: &'m str,
    /// Which version of the mini-program it leads to.
    pub state: MiniProgramState,
    /// What it says, by the template's keys.
    pub values: &'m BTreeMap<String, String>,
}

impl Outgoing<'_> {
    pub(super) fn body(&self) -> Value {
        let data: serde_json::Map<String, Value> =
            self.values.iter().map(|(key, value)| (key.clone(), json!({ "value": value }))).collect();
        json!({
            "touser": self.openid.expose_secret(),
            "template_id": self.template_id,
            "page": self.page,
            "miniprogram_state": self.state.as_str(),
            "lang": "zh_CN",
            "data": data,
        })
    }
}

/// What WeChat says when it takes a message; its id is not promised.
#[derive(Deserialize)]
pub(super) struct SentAnswer {
    #[serde(default, deserialize_with = "id")]
    pub msgid: Option<String>,
}

/// A number of up to 64 bits, or a string.
fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) if !text.is_empty() && text.len() <= 64 => Some(text),
        _ => None,
    })
}

/// What came of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// What follows.
    pub outcome: Outcome,
    /// WeChat's code of a refusal.
    pub errcode: Option<i64>,
    /// WeChat's id of the message.
    pub msg_id: Option<String>,
    /// Nobody knows whether WeChat took it: the answer is lost.
    pub silent: bool,
}

impl Default for Answered {
    fn default() -> Self {
        Self { outcome: Outcome::Sent, errcode: None, msg_id: None, silent: false }
    }
}

impl Answered {
    /// A message that WeChat was not asked to take, for it would answer this.
    pub fn foreseen(errcode: i64) -> Self {
        Self { outcome: Outcome::of(Some(errcode)), errcode: Some(errcode), msg_id: None, silent: false }
    }
}

impl From<Result<Option<String>, Fault>> for Answered {
    fn from(result: Result<Option<String>, Fault>) -> Self {
        match result {
            Ok(msg_id) => Self { msg_id, ..Self::default() },
            Err(Fault::Refused { errcode, .. }) => Self::foreseen(errcode),
            Err(Fault::Silent(_)) => Self { silent: true, outcome: Outcome::of(None), ..Self::default() },
            Err(Fault::NoToken) => Self { outcome: Outcome::of(None), ..Self::default() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_message_may_be_a_number_a_string_or_missing() {
        let id = |body: &str| serde_json::from_str::<SentAnswer>(body).ok().and_then(|answer| answer.msgid);
        assert_eq!(id(r#"{"errcode":0,"msgid":1700827132819554304}"#).as_deref(), Some("1700827132819554304"));
        assert_eq!(id(r#"{"errcode":0,"msgid":"17"}"#).as_deref(), Some("17"));
        assert_eq!(id(r#"{"errcode":0}"#), None);
    }

    #[test]
    fn only_a_lost_answer_leaves_open_whether_it_was_sent() {
        let silent = Answered::from(Err(Fault::silent("away")));
        assert_eq!((silent.outcome, silent.silent), (Outcome::Later, true));
        let busy = Answered::from(Err(Fault::Refused { errcode: -1, rid: None }));
        assert_eq!((busy.outcome, busy.silent), (Outcome::Later, false));
        let token = Answered::from(Err(Fault::NoToken));
        assert_eq!((token.outcome, token.silent), (Outcome::Later, false));
    }
}
