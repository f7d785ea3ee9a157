//! Bodies: no JSON, the wrong shape, and every field replaced by every wrong value.

use serde_json::{Value, json};
use support::{DOCUMENT, Operation, Person};

use super::values::{BODIES, instead};
use super::{answered, refused};
use crate::walk::{World, whole};

/// Asks one operation with all of them.
pub async fn ask(world: &World, person: &Person, operation: &Operation) {
    if operation.takes_a_file() {
        return broken_uploads(world, person, operation).await;
    }
    let Some(schema) = operation.body() else { return };
    let path = world.path(operation, None);
    let request = || person.request(operation.method.clone(), &path);
    for body in BODIES {
        let answer = request().body("application/json", body.to_vec()).send().await;
        refused(operation, &String::from_utf8_lossy(body), &answer);
    }
    let deep = "[".repeat(100_000);
    refused(operation, "[[[[…", &request().body("application/json", deep).send().await);
    let large = format!("{{\"x\":\"{}\"}}", "x".repeat(2 << 20));
    refused(operation, "2 MB", &request().body("application/json", large).send().await);
    refused(operation, "text", &request().body("text/plain", "hello").send().await);

    let body = whole(world, schema);
    let mut more = body.clone();
    more["noSuchField"] = json!(1);
    refused(operation, &more.to_string(), &request().json(&more).send().await);
    for pointer in places(&body) {
        for value in instead() {
            let mut wrong = body.clone();
            let Some(place) = wrong.pointer_mut(&pointer) else { continue };
            *place = value.clone();
            let answer = request().json(&wrong).send().await;
            let what = format!("{pointer} = {value}");
            answered(operation, &what, &answer);
            if !DOCUMENT.faults(schema, &wrong).is_empty() {
                refused(operation, &what, &answer);
            }
        }
    }
}

/// The pointers to every field and item.
fn places(value: &Value) -> Vec<String> {
    let inside = |step: String, value: &Value| {
        let deeper: Vec<String> = places(value).into_iter().map(|rest| format!("/{step}{rest}")).collect();
        std::iter::once(format!("/{step}")).chain(deeper).collect::<Vec<_>>()
    };
    match value {
        Value::Object(fields) => fields.iter().flat_map(|(name, field)| inside(name.clone(), field)).collect(),
        Value::Array(items) => items.iter().enumerate().flat_map(|(at, item)| inside(at.to_string(), item)).collect(),
        _ => Vec::new(),
    }
}

/// Multipart bodies that end early, have no file, or are none.
async fn broken_uploads(world: &World, person: &Person, operation: &Operation) {
    const EDGE: &str = "multipart/form-data; boundary=edge";
    let path = world.path(operation, None);
    let head = "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"\u{202e}a\\\"\"\r\n";
    let tries: Vec<(&str, Vec<u8>)> = vec![
        (EDGE, Vec::new()),
        (EDGE, b"--edge--\r\n".to_vec()),
        (EDGE, format!("{head}\r\n").into_bytes()),
        (EDGE, format!("{head}content-type: \u{0}\r\n\r\nx\r\n--edge--\r\n").into_bytes()),
        (EDGE, format!("{head}\r\nx\r\n{head}\r\nx\r\n--edge--\r\n").into_bytes()),
        (EDGE, vec![b'-'; 100_000]),
        ("multipart/form-data", b"--edge--".to_vec()),
        ("application/json", b"{}".to_vec()),
        ("text/plain; charset=\"", b"x".to_vec()),
    ];
    for (kind, body) in tries {
        let answer = person.request(operation.method.clone(), &path).body(kind, body.clone()).send().await;
        refused(operation, &String::from_utf8_lossy(&body), &answer);
    }
}
