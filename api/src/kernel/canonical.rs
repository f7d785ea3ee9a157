//! One spelling for equal JSON: keys in order, no white space. What is hashed or signed is
//! spelled so, because databases and clients keep keys in an order of their own.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{Code, Result};

/// The one spelling of a value.
///
/// # Errors
/// An internal error for what is no JSON, such as a map with keys that are no text.
pub fn json(value: &impl Serialize) -> Result<String> {
    let value = serde_json::to_value(value).map_err(|error| Code::Internal.error().cause(error))?;
    Ok(sorted(&value).to_string())
}

/// The same JSON with its keys in order.
pub fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut entries: Vec<(&String, &Value)> = fields.iter().collect();
            entries.sort_by_key(|(name, _)| *name);
            Value::Object(entries.into_iter().map(|(name, field)| (name.clone(), sorted(field))).collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn equal_things_are_spelled_the_same() {
        let one = json!({ "b": [{ "y": 1, "x": "中" }], "a": null });
        let other = json!({ "a": null, "b": [{ "x": "中", "y": 1 }] });
        assert_eq!(json(&one).ok(), json(&other).ok());
        assert_eq!(json(&one).ok().as_deref(), Some(r#"{"a":null,"b":[{"x":"中","y":1}]}"#));
    }
}
