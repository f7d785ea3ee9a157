//! Bodies: no JSON, the wrong shape, and every field replaced by wrong values.

use serde_json::{Value, json};
use support::{DOCUMENT, Operation, Person};

use super::values::{BODIES, INSTEAD};
use super::{answered, people, refused};
use crate::walk::{World, whole};

/// Asks one operation with all of them.
pub async fn ask(world: &World, operation: &Operation) {
    for person in people(world) {
        if operation.takes_a_file() {
            broken_uploads(world, person, operation).await;
        } else if operation.body().is_some() {
            broken(world, person, operation).await;
        }
    }
    if let Some(schema) = operation.body() {
        wrong_fields(world, operation, schema).await;
    }
}

/// Bodies that are nothing that could be meant.
async fn broken(world: &World, person: &Person, operation: &Operation) {
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
}

/// Stands in a body where another value is put.
const HERE: &str = "~here~";

/// A field too many, and every field with wrong values. Whether a body is allowed is asked once, and
/// the large values are written out once: otherwise they would take most of the time.
async fn wrong_fields(world: &World, operation: &Operation, schema: &Value) {
    let path = world.path(operation, None);
    let send = async |person: &Person, text: String| {
        person.request(operation.method.clone(), &path).body("application/json", text).send().await
    };
    let body = whole(world, schema);
    let mut more = body.clone();
    more["noSuchField"] = json!(1);
    for person in people(world) {
        refused(operation, &more.to_string(), &send(person, more.to_string()).await);
    }
    for (place, pointer) in places(&body).into_iter().enumerate() {
        let put = |value: Value| {
            let mut changed = body.clone();
            *changed.pointer_mut(&pointer).unwrap_or_else(|| panic!("{pointer} is no place")) = value;
            changed
        };
        let marked = put(json!(HERE)).to_string();
        let (before, after) = marked.split_once(&format!("\"{HERE}\"")).expect("the mark is gone");
        for (turn, wrong) in INSTEAD.iter().enumerate() {
            let allowed = DOCUMENT.allows(schema, &put(wrong.value.clone()));
            let what = format!("{pointer} = {}", wrong.short);
            // What the document refuses gets no further than the decoder, whoever asks and whatever is behind it:
            // one of them asks for it, on SQLite, and in turn each field gets a third of it. On PostgreSQL it is
            // what gets as far as the database.
            let askers = match (allowed, world.app.is_on_postgres()) {
                (true, _) => 2,
                (false, false) if (place + turn).is_multiple_of(3) => 1,
                (false, _) => 0,
            };
            for person in people(world).into_iter().take(askers) {
                let answer = send(person, [before, &wrong.text, after].concat()).await;
                answered(operation, &what, &answer);
                if !allowed {
                    refused(operation, &what, &answer);
                }
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
