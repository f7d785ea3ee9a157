//! What WeChat can be asked, and what it was asked.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::http::Method;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

/// Where the page lies, and what stands before WeChat's own paths where another server carries the fake.
pub const PREFIX: &str = "/fake-wechat";

/// A call of WeChat's that the fake answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Endpoint {
    /// `GET /sns/jscode2session`.
    Login,
    /// `POST /cgi-bin/stable_token`.
    StableToken,
    /// `GET /cgi-bin/token`.
    Token,
    /// `POST /wxa/business/getuserphonenumber`.
    Phone,
    /// `POST /cgi-bin/message/subscribe/send`.
    Message,
    /// `POST /wxa/msg_sec_check`.
    TextCheck,
    /// `POST /wxa/media_check_async`.
    MediaCheck,
    /// `POST /wxa/getwxacodeunlimit`.
    Code,
    /// `POST /wxa/generate_urllink`.
    UrlLink,
}

impl Endpoint {
    const ALL: [Self; 9] = [
        Self::Login,
        Self::StableToken,
        Self::Token,
        Self::Phone,
        Self::Message,
        Self::TextCheck,
        Self::MediaCheck,
        Self::Code,
        Self::UrlLink,
    ];

    /// Its address.
    pub fn path(self) -> &'static str {
        match self {
            Self::Login => "/sns/jscode2session",
            Self::StableToken => "/cgi-bin/stable_token",
            Self::Token => "/cgi-bin/token",
            Self::Phone => "/wxa/business/getuserphonenumber",
            Self::Message => "/cgi-bin/message/subscribe/send",
            Self::TextCheck => "/wxa/msg_sec_check",
            Self::MediaCheck => "/wxa/media_check_async",
            Self::Code => "/wxa/getwxacodeunlimit",
            Self::UrlLink => "/wxa/generate_urllink",
        }
    }

    /// Its method.
    pub fn method(self) -> Method {
        match self {
            Self::Login | Self::Token => Method::GET,
            _ => Method::POST,
        }
    }

    fn at(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|endpoint| endpoint.path() == path)
    }
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Call {
    /// When.
    pub at: DateTime<Utc>,
    /// What was asked; none for an address that WeChat does not have.
    pub endpoint: Option<Endpoint>,
    /// The method.
    pub method: String,
    /// The query's parameters.
    pub query: BTreeMap<String, String>,
    /// The body as it came.
    pub raw: String,
    /// The body as JSON; null when it is none.
    pub body: Value,
}

impl Call {
    pub(crate) fn of(request: &HttpRequest, body: &[u8], at: DateTime<Utc>) -> Self {
        let query = actix_web::web::Query::<BTreeMap<String, String>>::from_query(request.query_string());
        Self {
            at,
            endpoint: Endpoint::at(own_path(request)),
            method: request.method().to_string(),
            query: query.map(actix_web::web::Query::into_inner).unwrap_or_default(),
            raw: String::from_utf8_lossy(body).into_owned(),
            body: serde_json::from_slice(body).unwrap_or(Value::Null),
        }
    }

    /// A parameter of the query; empty when it is not there.
    pub fn parameter(&self, name: &str) -> &str {
        self.query.get(name).map(String::as_str).unwrap_or_default()
    }

    /// A string of the body; empty when it is not there.
    pub fn field(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }

    /// Whether `needle` stands anywhere in it.
    pub(crate) fn mentions(&self, needle: &str) -> bool {
        self.raw.contains(needle) || self.query.values().any(|value| value.contains(needle))
    }
}

/// The path as WeChat would see it.
fn own_path(request: &HttpRequest) -> &str {
    let path = request.path();
    path.strip_prefix(PREFIX).filter(|rest| rest.starts_with('/')).unwrap_or(path)
}
