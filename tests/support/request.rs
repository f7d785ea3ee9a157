//! One request, put together.

use std::time::Duration;

use reqwest::Method;
use serde_json::Value;

use crate::{Answer, DOCUMENT};

/// Longer than any answer takes; a server that hangs fails the test.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request before it is sent.
#[derive(Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    method: Method,
    path: String,
    inner: reqwest::RequestBuilder,
}

impl Request {
    /// `path` may leave out `/api/v1`; a `Location` has it.
    pub(crate) fn new(http: &reqwest::Client, base: &str, method: Method, path: &str) -> Self {
        let whole = path.starts_with("/api/");
        let path = if whole { path.to_owned() } else { format!("/api/v1{path}") };
        Self::outside(http, base, method, &path)
    }

    pub(crate) fn outside(http: &reqwest::Client, base: &str, method: Method, path: &str) -> Self {
        let inner = http.request(method.clone(), format!("{base}{path}")).timeout(PATIENCE);
        Self { method, path: path.to_owned(), inner }
    }

    fn map(self, change: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder) -> Self {
        Self { inner: change(self.inner), ..self }
    }

    /// With this header.
    pub fn header(self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.map(|inner| inner.header(name, value.as_ref()))
    }

    /// Shows this bearer token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// With this idempotency key.
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// On this version.
    pub fn if_match(self, version: i64) -> Self {
        self.header("if-match", format!("\"{version}\""))
    }

    /// With this JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.map(|inner| inner.json(body))
    }

    /// With this body, whatever it is.
    pub fn body(self, content_type: &str, body: impl Into<reqwest::Body>) -> Self {
        self.map(|inner| inner.header("content-type", content_type).body(body))
    }

    /// With one file in the multipart field `file`, after these text fields.
    pub fn file(self, name: &str, mime: &str, content: &[u8], fields: &[(&str, &str)]) -> Self {
        const EDGE: &str = "----siwei-test-edge";
        let mut body = Vec::new();
        for (field, value) in fields {
            let part = format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{EDGE}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: {mime}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
        self.body(&format!("multipart/form-data; boundary={EDGE}"), body)
    }

    /// Sends it and reads the whole answer, which must be one that the document promises.
    pub async fn send(self) -> Answer {
        let (method, path) = (self.method.clone(), self.path.clone());
        let answer = self.send_unchecked().await;
        DOCUMENT.check(&method, &path, &answer);
        answer
    }

    /// Sends it and takes any answer: for what stands between a test and the server.
    pub async fn send_unchecked(self) -> Answer {
        Answer::read(self.inner.send().await.expect("the server does not answer")).await
    }
}
