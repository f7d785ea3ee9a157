//! JSON from outside, with every fault named by its JSON pointer.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::error::{Code, Error, Result};

/// Reads `bytes` as `T`; nothing at all counts as `{}`.
///
/// # Errors
/// `malformed_json` for bad syntax; `invalid` with a pointer for a value that does not fit.
pub fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    let value: Value = serde_json::from_slice(bytes).map_err(|error| Code::MalformedJson.error().cause(error))?;
    if !value.is_object() {
        // serde would take an array for a struct, field by field.
        return Err(Code::Invalid.error().fault("", Code::InvalidValue, "expected an object".to_owned()));
    }
    refuse_nul(&value, &mut String::new())?;
    serde_path_to_error::deserialize(value).map_err(|error| describe(&error))
}

/// PostgreSQL cannot store U+0000 in text, and nobody means it.
fn refuse_nul(value: &Value, pointer: &mut String) -> Result<()> {
    let mut inside = |step: &str, value: &Value| {
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&escape(step));
        let outcome = refuse_nul(value, pointer);
        pointer.truncate(length);
        outcome
    };
    match value {
        Value::String(text) if text.contains('\0') => {
            Err(Code::Invalid.error().at(pointer.clone(), Code::ControlCharacter))
        }
        Value::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| inside(&index.to_string(), item)),
        Value::Object(fields) => fields.iter().try_for_each(|(name, field)| {
            if name.contains('\0') {
                return Err(Code::UnknownField.error());
            }
            inside(name, field)
        }),
        _ => Ok(()),
    }
}

fn describe(error: &serde_path_to_error::Error<serde_json::Error>) -> Error {
    let note = error.inner().to_string();
    let pointer = pointer(error.path());
    if note.starts_with("unknown field") {
        return Code::UnknownField.error().fault(pointer, Code::UnknownField, note);
    }
    match unplaced(&note) {
        Some((name, code)) => Code::Invalid.error().fault(format!("{pointer}/{}", escape(name)), code, note),
        None => Code::Invalid.error().fault(pointer, Code::InvalidValue, note),
    }
}

/// What is missing, or there twice, has no place of its own: serde tells its name in words only.
pub(super) fn unplaced(note: &str) -> Option<(&str, Code)> {
    let kinds = [("missing field `", Code::MissingField), ("duplicate field `", Code::InvalidValue)];
    kinds.into_iter().find_map(|(start, code)| Some((note.strip_prefix(start)?.split('`').next()?, code)))
}

/// A JSON pointer (RFC 6901) of a path.
fn pointer(path: &Path) -> String {
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } => format!("{pointer}/{}", escape(key)),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}
