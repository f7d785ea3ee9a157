//! `msg_sec_check`: texts, judged by the marks that stand in them.

use serde_json::{Value, json};

use crate::call::Call;
use crate::refusal::Refusal;
use crate::verdict::Verdict;
use crate::world::{World, unique};

/// The longest text, in characters.
const MOST: usize = 2_500;

impl World {
    pub(crate) fn msg_sec_check(&self, call: &Call) -> Result<Value, Refusal> {
        self.tokens().appid_of(call.parameter("access_token"), self.clock.now())?;
        let content = call.field("content");
        if content.is_empty() || content.chars().count() > MOST || call.body["version"] != 2 {
            return Err(40_097.into());
        }
        if !matches!(call.body["scene"].as_i64(), Some(1..=4)) {
            return Err(40_129.into());
        }
        self.active(call.field("openid"))?;
        // Escaped Chinese is what WeChat does not see through: all of it passes.
        let escaped = call.raw.contains("\\u");
        let whole = [content, call.field("title"), call.field("nickname"), call.field("signature")].concat();
        let verdict = if escaped { Verdict::Pass } else { Verdict::of(&whole) };
        let mut answer = json!({ "errcode": 0, "errmsg": "ok", "trace_id": unique("") });
        verdict.write_into(&mut answer);
        Ok(answer)
    }
}
