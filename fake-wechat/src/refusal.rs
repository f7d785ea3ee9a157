//! How WeChat says no: HTTP 200, a code, and a text with a `rid`.

use serde_json::{Value, json};

use crate::world::unique;

/// A refusal.
#[derive(Debug)]
pub struct Refusal {
    code: Value,
    says: Option<String>,
}

impl Refusal {
    /// With the words that WeChat uses for it.
    pub fn saying(code: i64, says: String) -> Self {
        Self { code: json!(code), says: Some(says) }
    }

    /// With the code as a string, as some calls write it.
    pub fn in_text(code: i64) -> Self {
        Self { code: json!(code.to_string()), says: None }
    }

    /// The body of the answer.
    pub fn body(&self) -> Value {
        let id = unique("");
        let rid = format!("{}-{}-{}", &id[..8], &id[8..16], &id[16..24]);
        let says = self.says.clone().unwrap_or_else(|| format!("what WeChat says to {}", self.code));
        json!({ "errcode": self.code, "errmsg": format!("{says} rid: {rid}") })
    }
}

impl From<i64> for Refusal {
    fn from(code: i64) -> Self {
        Self { code: json!(code), says: None }
    }
}
