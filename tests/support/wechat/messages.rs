//! `message/subscribe/send`: one message for each that somebody agreed to, one at a time a person.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::call::Call;
use super::world::World;

/// What was agreed to, and what was sent.
#[derive(Default)]
pub struct Messages {
    agreed: HashMap<(String, String), u32>,
    under_way: HashSet<String>,
    sent: Vec<Value>,
}

impl Messages {
    pub(super) fn agree(&mut self, openid: &str, template: &str, times: u32) {
        *self.agreed.entry((openid.to_owned(), template.to_owned())).or_default() += times;
    }

    pub(super) fn end_grants(&mut self) {
        self.agreed.clear();
    }

    pub(super) fn sent(&self) -> Vec<Value> {
        self.sent.clone()
    }

    /// Whether nobody else is sending to this person; then it is under way.
    pub(super) fn begin(&mut self, call: &Call) -> bool {
        self.under_way.insert(call.field("touser").to_owned())
    }

    pub(super) fn end(&mut self, call: &Call) {
        self.under_way.remove(call.field("touser"));
    }
}

impl World {
    pub(super) fn subscribe_send(&self, call: &Call) -> Result<Value, i64> {
        self.tokens().appid_of(call.parameter("access_token"), self.clock.approximate())?;
        let told = call.body["data"].as_object().filter(|data| !data.is_empty()).ok_or(47_003)?;
        let empty = |value: &Value| value["value"].as_str().is_none_or(str::is_empty);
        if told.values().any(empty) || call.field("miniprogram_state").is_empty() || call.field("lang").is_empty() {
            return Err(47_003);
        }
        let mut messages = self.messages();
        let key = (call.field("touser").to_owned(), call.field("template_id").to_owned());
        let left = messages.agreed.get_mut(&key).filter(|left| **left > 0).ok_or(43_101)?;
        *left -= 1;
        messages.sent.push(call.body.clone());
        Ok(json!({ "errcode": 0, "errmsg": "ok", "msgid": 1_700_000_000_000_000_000_u64 + messages.sent.len() as u64 }))
    }
}
