//! Files that are part of the binary, each with its ETag.

use std::sync::{LazyLock, OnceLock};

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS};
use actix_web::{HttpRequest, HttpResponse};
use aws_lc_rs::digest;
use bytes::Bytes;

use crate::openapi;

/// A file as it is sent.
pub struct Asset {
    kind: &'static str,
    packed: bool,
    body: Bytes,
    etag: String,
}

impl Asset {
    fn new(kind: &'static str, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        let hash = digest::digest(&digest::SHA256, &body);
        Self { kind, packed: false, body, etag: format!("\"{}\"", hex::encode(&hash.as_ref()[..12])) }
    }

    fn file(kind: &'static str, body: &'static [u8]) -> Self {
        Self::new(kind, Bytes::from_static(body))
    }

    /// The file, or 304 when the browser has it.
    pub fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let fresh = known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == self.etag);
        let mut response = if fresh { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response
            .insert_header((ETAG, self.etag.as_str()))
            .insert_header((CACHE_CONTROL, "public, max-age=0, must-revalidate"))
            .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"));
        if fresh {
            return response.finish();
        }
        if self.packed {
            response.insert_header((CONTENT_ENCODING, "gzip"));
        }
        response.content_type(self.kind).body(self.body.clone())
    }
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The reference itself, compressed; `assets/scalar/README.md` says where it comes from.
pub static SCALAR: LazyLock<Asset> = LazyLock::new(|| Asset {
    packed: true,
    ..Asset::file(SCRIPT, include_bytes!("../../assets/scalar/standalone.js.gz"))
});

/// What sets it up.
pub static PAGE_SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::file(SCRIPT, include_bytes!("../../assets/docs/page.js")));

/// How it looks.
pub static PAGE_STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::file("text/css; charset=utf-8", include_bytes!("../../assets/docs/page.css")));

/// Its icon.
pub static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::file("image/svg+xml", include_bytes!("../../assets/docs/icon.svg")));

/// The OpenAPI document, made from the routes at the first request.
pub fn openapi() -> &'static Asset {
    static MADE: OnceLock<Asset> = OnceLock::new();
    MADE.get_or_init(|| Asset::new("application/json", openapi::document().to_string()))
}
