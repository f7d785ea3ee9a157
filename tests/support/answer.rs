//! What the server said.

use std::ops::Index;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// An answer, read whole. `answer["status"]` and `answer["/items/0/id"]` reach into its body.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The body as JSON; null when it is none.
    pub body: Value,
    /// The body as it came.
    pub bytes: Bytes,
}

impl Answer {
    pub(crate) async fn read(response: reqwest::Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.expect("the answer ends early");
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Self { status, headers, body, bytes }
    }

    /// The same answer, which must have this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "the answer was {}", self.text());
        self
    }

    /// The stable error code of a problem; empty for anything else.
    pub fn code(&self) -> &str {
        self["code"].as_str().unwrap_or_default()
    }

    /// Status and error code in one, for `assert_eq!(answer.refusal(), (409, "claimed_already"))`.
    pub fn refusal(&self) -> (u16, &str) {
        (self.status, self.code())
    }

    /// The `id` of the resource.
    #[track_caller]
    pub fn id(&self) -> String {
        self.string("id")
    }

    /// The `version` of the resource.
    #[track_caller]
    pub fn version(&self) -> i64 {
        self["version"].as_i64().unwrap_or_else(|| panic!("no version in {}", self.text()))
    }

    /// A field that must be a string.
    #[track_caller]
    pub fn string(&self, field: &str) -> String {
        self[field].as_str().unwrap_or_else(|| panic!("no string {field} in {}", self.text())).to_owned()
    }

    /// The items of a page.
    #[track_caller]
    pub fn items(&self) -> &[Value] {
        self["items"].as_array().unwrap_or_else(|| panic!("no items in {}", self.text()))
    }

    /// One header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

impl Index<&str> for Answer {
    type Output = Value;

    fn index(&self, field: &str) -> &Value {
        let found = if field.starts_with('/') { self.body.pointer(field) } else { self.body.get(field) };
        found.unwrap_or(&Value::Null)
    }
}
