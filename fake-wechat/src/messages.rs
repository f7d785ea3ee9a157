//! `message/subscribe/send`: one message for each that somebody agreed to, one at a time a person.

mod rules;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::refusal::Refusal;
use crate::world::World;

/// So many messages are remembered.
const MOST: usize = 1_000;

/// What was agreed to, and what was sent.
#[derive(Default)]
pub struct Messages {
    agreed: HashMap<(String, String), u32>,
    under_way: HashSet<String>,
    sent: Vec<Sent>,
    count: u64,
}

/// A message that WeChat has taken.
#[derive(Clone, Debug)]
pub struct Sent {
    /// When.
    pub at: DateTime<Utc>,
    /// The body of the call.
    pub body: Value,
}

impl Messages {
    pub(crate) fn agree(&mut self, openid: &str, template: &str, times: u32) {
        *self.agreed.entry((openid.to_owned(), template.to_owned())).or_default() += times;
    }

    pub(crate) fn end_grants(&mut self) {
        self.agreed.clear();
    }

    pub(crate) fn sent(&self) -> &[Sent] {
        &self.sent
    }

    /// Whether nobody else is sending to this person; then it is under way.
    pub(crate) fn begin(&mut self, call: &Call) -> bool {
        self.under_way.insert(call.field("touser").to_owned())
    }

    pub(crate) fn end(&mut self, call: &Call) {
        self.under_way.remove(call.field("touser"));
    }

    /// Takes one grant; people of a demo have agreed to everything.
    fn consume(&mut self, openid: &str, template: &str) -> Result<(), i64> {
        if crate::is_of_a_demo(openid) {
            return Ok(());
        }
        let key = (openid.to_owned(), template.to_owned());
        let left = self.agreed.get_mut(&key).filter(|left| **left > 0).ok_or(43_101)?;
        *left -= 1;
        Ok(())
    }

    fn keep(&mut self, sent: Sent) -> u64 {
        if self.sent.len() >= MOST {
            self.sent.drain(..MOST / 2);
        }
        self.sent.push(sent);
        self.count += 1;
        1_700_000_000_000_000_000 + self.count
    }
}

impl World {
    pub(crate) fn subscribe_send(&self, call: &Call) -> Result<Value, Refusal> {
        let now = self.clock.now();
        self.tokens().appid_of(call.parameter("access_token"), now)?;
        if call.field("touser").is_empty() {
            return Err(40_003.into());
        }
        if call.field("template_id").is_empty() {
            return Err(40_037.into());
        }
        let data = call.body["data"].as_object().filter(|data| !data.is_empty());
        fits(data.ok_or_else(|| invalid("data"))?)?;
        for (field, known) in [
            ("miniprogram_state", &["developer", "trial", "formal"][..]),
            ("lang", &["zh_CN", "en_US", "zh_HK", "zh_TW"]),
        ] {
            if !known.contains(&call.field(field)) {
                return Err(invalid(field));
            }
        }
        let mut messages = self.messages();
        messages.consume(call.field("touser"), call.field("template_id"))?;
        let id = messages.keep(Sent { at: now, body: call.body.clone() });
        Ok(json!({ "errcode": 0, "errmsg": "ok", "msgid": id }))
    }
}

fn fits(data: &Map<String, Value>) -> Result<(), Refusal> {
    let unfit = data.iter().find(|(key, value)| !value["value"].as_str().is_some_and(|text| rules::keeps(key, text)));
    match unfit {
        Some((key, _)) => Err(invalid(&format!("data.{key}.value"))),
        None => Ok(()),
    }
}

fn invalid(field: &str) -> Refusal {
    Refusal::saying(47_003, format!("argument invalid! {field} invalid"))
}
