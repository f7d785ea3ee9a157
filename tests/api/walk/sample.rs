//! A valid value for a schema of the document.

use serde_json::{Map, Value, json};
use support::DOCUMENT;

use super::World;

/// Words that fit the patterns of this API; the first one that does is taken.
const WORDS: [&str; 8] = ["楼道灯坏了", "repair", "13812345678", "2026-11", "2026-11-24", "220100000001", "1", "a-b"];

/// A value with the required fields only.
pub fn sample(world: &World, schema: &Value) -> Value {
    make(world, schema, "", false)
}

/// A value with every field.
pub fn whole(world: &World, schema: &Value) -> Value {
    make(world, schema, "", true)
}

fn make(world: &World, schema: &Value, name: &str, every: bool) -> Value {
    let schema = DOCUMENT.resolve(schema);
    if let Some(id) = world.id(name) {
        return json!(id);
    }
    if let Some(first) = schema["enum"].as_array().and_then(|words| words.first()) {
        return first.clone();
    }
    if let Some(choice) = ["oneOf", "anyOf"].iter().find_map(|key| schema[key].as_array()) {
        let real = choice.iter().find(|one| one["type"] != "null");
        return real.map_or(Value::Null, |one| make(world, one, name, every));
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().map(|part| make(world, part, name, every));
        return Value::Object(parts.filter_map(|part| part.as_object().cloned()).flatten().collect());
    }
    match kind(schema) {
        "object" => object(world, schema, every),
        "array" => {
            let least = schema["minItems"].as_u64().unwrap_or_default().max(u64::from(every));
            (0..least).map(|_| make(world, &schema["items"], name.trim_end_matches('s'), every)).collect()
        }
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        "boolean" => json!(false),
        "string" => word(schema),
        _ => Value::Null,
    }
}

fn object(world: &World, schema: &Value, every: bool) -> Value {
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let fields = schema["properties"].as_object().into_iter().flatten();
    let wanted = fields.filter(|(name, _)| every || required.contains(&name.as_str()));
    Value::Object(wanted.map(|(name, field)| (name.clone(), make(world, field, name, every))).collect::<Map<_, _>>())
}

fn word(schema: &Value) -> Value {
    match schema["format"].as_str() {
        Some("uuid") => return json!(uuid::Uuid::now_v7()),
        Some("date-time") => return json!("2026-11-24T09:30:00+08:00"),
        Some("date") => return json!("2026-11-24"),
        _ => {}
    }
    let fits = |word: &&str| DOCUMENT.allows(schema, &json!(word));
    json!(WORDS.into_iter().find(fits).unwrap_or("x"))
}

/// The one type, or the first of several that is not null.
fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("null"),
        kind => kind.as_str().unwrap_or_default(),
    }
}
