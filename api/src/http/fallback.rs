//! What no route takes: 405 where the path exists for other methods, 404 otherwise.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

use crate::error::{Code, Result};

/// Answers a request that no route takes.
///
/// # Errors
/// Always: `method_not_allowed` with `Allow`, or `not_found`.
pub async fn fallback(request: HttpRequest) -> Result<HttpResponse> {
    match request.match_pattern() {
        Some(path) => Err(Code::MethodNotAllowed.error().with("allow", allowed(&path))),
        None => Err(Code::NotFound.into()),
    }
}

/// The methods of a path, from the document; what is not in it can only be read.
fn allowed(path: &str) -> &'static str {
    static METHODS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let methods = METHODS.get_or_init(|| methods_of(&crate::openapi::document()));
    methods.get(path).map_or("GET, HEAD", String::as_str)
}

fn methods_of(document: &Value) -> BTreeMap<String, String> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let methods = paths.map(|(path, operations)| {
        let names = operations.as_object().into_iter().flatten().map(|(method, _)| method.to_ascii_uppercase());
        (path.clone(), names.collect::<Vec<_>>().join(", ").replace("GET", "GET, HEAD"))
    });
    methods.collect()
}
