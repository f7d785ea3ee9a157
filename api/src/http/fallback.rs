//! What no route takes: 405 where the path exists for other methods, 404 otherwise.

use actix_web::{HttpRequest, HttpResponse};

use super::known;
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

/// The methods of a path; what is not in the document can only be read.
fn allowed(path: &str) -> String {
    let Some(methods) = known::methods(path) else { return "GET, HEAD".to_owned() };
    let names: Vec<&str> = methods.keys().map(String::as_str).collect();
    names.join(", ").replace("GET", "GET, HEAD")
}
