//! What goes out: replies of changes, shared answers with an ETag, personal ones that nobody keeps.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, ETAG, IF_NONE_MATCH, LOCATION};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use crate::error::{Code, Result};
use crate::kernel::cache::Answer;

/// The answer to a change, kept with its idempotency key so that a retry gets the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// JSON body; empty for 204.
    pub body: String,
    /// Where the new resource is.
    pub location: Option<String>,
    /// The resource's version.
    pub version: Option<i32>,
}

impl Reply {
    /// 200 with the resource as it is now.
    pub fn ok(view: &impl Serialize) -> Result<Self> {
        Self::new(200, view)
    }

    /// 201 with the new resource and where it is.
    pub fn created(location: impl Into<String>, view: &impl Serialize) -> Result<Self> {
        Ok(Self { location: Some(location.into()), ..Self::new(201, view)? })
    }

    /// 201 with what has no address of its own.
    pub fn made(view: &impl Serialize) -> Result<Self> {
        Self::new(201, view)
    }

    /// 202 with what will be worked on.
    pub fn accepted(view: &impl Serialize) -> Result<Self> {
        Self::new(202, view)
    }

    /// 204.
    pub fn empty() -> Self {
        Self { status: 204, body: String::new(), location: None, version: None }
    }

    /// Adds the resource's version as its ETag.
    #[must_use]
    pub fn etag(mut self, version: i32) -> Self {
        self.version = Some(version);
        self
    }

    fn new(status: u16, view: &impl Serialize) -> Result<Self> {
        let body = to_json(view)?;
        Ok(Self { status, body, location: None, version: None })
    }

    /// The answer itself; changes are personal, so nobody keeps it.
    pub fn into_response(self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        response.insert_header((CACHE_CONTROL, "no-store"));
        if let Some(location) = self.location {
            response.insert_header((LOCATION, location));
        }
        if let Some(version) = self.version {
            response.insert_header((ETAG, format!("\"{version}\"")));
        }
        match self.body.is_empty() {
            true => response.finish(),
            false => response.content_type("application/json").body(self.body),
        }
    }
}

/// Serialises a view; what cannot be serialised is our own fault.
pub fn to_json(view: &impl Serialize) -> Result<String> {
    serde_json::to_string(view).map_err(|error| Code::Internal.error().cause(error))
}

/// An answer for this caller only.
pub fn personal(view: &impl Serialize) -> Result<HttpResponse> {
    Ok(Reply::ok(view)?.into_response())
}

/// A file for this caller only, to be saved under a plain ASCII name.
pub fn download(name: &str, mime: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header(("x-content-type-options", "nosniff"))
        .content_type(mime)
        .body(bytes)
}

/// An answer that is the same for everybody: with an ETag, and 304 when the caller has it.
pub fn shared(request: &HttpRequest, view: &impl Serialize) -> Result<HttpResponse> {
    Ok(cached(request, &Answer::new(to_json(view)?)))
}

/// A shared answer that was made before.
pub fn cached(request: &HttpRequest, answer: &Answer) -> HttpResponse {
    conditional(request, answer, "application/json", "public, max-age=0, must-revalidate")
}

/// A made answer of this kind, kept by whom `keep` says; 304 when the caller has it.
pub fn conditional(request: &HttpRequest, answer: &Answer, mime: &str, keep: &'static str) -> HttpResponse {
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let fresh = known.split(',').any(|one| one.trim().trim_start_matches("W/") == &*answer.etag);
    let mut response = if fresh { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((ETAG, &*answer.etag)).insert_header((CACHE_CONTROL, keep));
    if fresh { response.finish() } else { response.content_type(mime).body(answer.body.clone()) }
}
