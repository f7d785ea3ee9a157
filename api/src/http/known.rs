//! What the document knows of each path: its methods, and which of them take a query.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use actix_web::dev::ServiceRequest;
use serde_json::Value;

use crate::error::{Code, Result};

/// The methods of one path, in capitals; whether each takes a query.
pub type Methods = BTreeMap<String, bool>;

/// Where the document comes from: the rooms make it, of which nothing here knows.
static DOCUMENT: OnceLock<fn() -> Value> = OnceLock::new();

/// Says where the document comes from; it is made at the first question.
pub fn learn(document: fn() -> Value) {
    DOCUMENT.get_or_init(|| document);
}

/// The methods of a path of the document; nothing before it was said where that comes from.
pub fn methods(pattern: &str) -> Option<&'static Methods> {
    static PATHS: OnceLock<BTreeMap<String, Methods>> = OnceLock::new();
    let document = DOCUMENT.get()?;
    PATHS.get_or_init(|| read(&document())).get(pattern)
}

/// Refuses a query where none is known: a misspelt filter must not look like one that found everything.
/// (Where there are parameters, [`super::Query`] names the unknown one.)
pub fn refuse_idle_query(request: &ServiceRequest) -> Result<()> {
    if request.query_string().is_empty() {
        return Ok(());
    }
    let pattern = request.match_pattern().unwrap_or_default();
    let takes_query = methods(&pattern).and_then(|methods| methods.get(request.method().as_str()));
    if takes_query == Some(&false) { Err(Code::MalformedQuery.into()) } else { Ok(()) }
}

fn read(document: &Value) -> BTreeMap<String, Methods> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.map(|(path, operations)| (path.clone(), methods_of(operations))).collect()
}

fn methods_of(operations: &Value) -> Methods {
    let each = operations.as_object().into_iter().flatten();
    each.map(|(method, operation)| (method.to_ascii_uppercase(), takes_query(operation))).collect()
}

fn takes_query(operation: &Value) -> bool {
    operation["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["in"] == "query")
}
