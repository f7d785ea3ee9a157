//! The OpenAPI document as the tests use it: its operations, and whether an answer is
//! one that it promises. Every answer under `/api/` that a test gets is checked.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use jsonschema::Validator;
use reqwest::Method;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::Answer;

/// Where a schema of the document is kept.
const SCHEMAS: &str = "#/components/schemas/";

/// A part of the document: text until somebody reads it. A test asks for a few of the many
/// hundred parts, and each test is a process of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Box<RawValue>")]
struct Part {
    text: Box<RawValue>,
    value: OnceLock<Value>,
}

impl From<Box<RawValue>> for Part {
    fn from(text: Box<RawValue>) -> Self {
        Self { text, value: OnceLock::new() }
    }
}

impl Part {
    fn value(&self) -> &Value {
        self.value.get_or_init(|| serde_json::from_str(self.text.get()).expect("a part of the document is no JSON"))
    }
}

/// One operation of the document.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// Its path, with parameters in braces.
    pub path: String,
    part: Part,
}

/// The document.
pub struct Document {
    /// Its operations, by path.
    pub operations: Vec<Operation>,
    components: Parts,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// Parts by two names: the path and the method, or the kind of a component and its own name.
type Parts = BTreeMap<String, BTreeMap<String, Part>>;

/// What of the document is of interest here.
#[derive(Deserialize)]
struct Text {
    paths: Parts,
    components: Parts,
}

/// The document as it is committed; `document::drift` says whether it is that of this build.
pub static DOCUMENT: LazyLock<Document> = LazyLock::new(Document::committed);

impl Document {
    fn committed() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/openapi.json");
        let text = std::fs::read(path).expect("openapi/openapi.json is not there");
        let Text { paths, components } = serde_json::from_slice(&text).expect("openapi/openapi.json is no document");
        Self { operations: operations(paths), components, validators: Mutex::default() }
    }

    /// The operation that a request is for.
    pub fn operation_for(&self, method: &Method, path: &str) -> Option<&Operation> {
        let path = path.split('?').next().unwrap_or_default();
        let fitting = self.operations.iter().filter(|one| one.method == *method && one.fits(path));
        // `/wishes/claimable` rather than `/wishes/{wishId}`.
        fitting.min_by_key(|operation| operation.path.matches('{').count())
    }

    /// What a `$ref` points to; anything else is itself.
    pub fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str().and_then(|reference| self.component(reference)) {
            Some(target) => self.resolve(target),
            None => value,
        }
    }

    fn component(&self, reference: &str) -> Option<&Value> {
        let (kind, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
        Some(self.components.get(kind)?.get(name)?.value())
    }

    /// Says what is wrong with `instance` by `schema`; nothing when it fits.
    pub fn faults(&self, schema: &Value, instance: &Value) -> Vec<String> {
        let validator = self.validator(schema);
        validator.iter_errors(instance).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    /// Whether `instance` fits the schema.
    pub fn allows(&self, schema: &Value, instance: &Value) -> bool {
        self.validator(schema).is_valid(instance)
    }

    /// Compares an answer with what the document promises.
    ///
    /// # Panics
    /// When its status, kind or body is another one.
    #[track_caller]
    pub fn check(&self, method: &Method, path: &str, answer: &Answer) {
        let Some(operation) = self.operation_for(method, path) else { return };
        let id = operation.id();
        let status = answer.status.to_string();
        let responses = &operation.value()["responses"];
        let class = format!("{}XX", &status[..1]);
        let response = responses.get(&status).or_else(|| responses.get(&class));
        let response = response.unwrap_or_else(|| panic!("{id} does not document {status}: {}", answer.text()));
        let content = self.resolve(response)["content"].as_object();
        let kind = answer.header("content-type").split(';').next().unwrap_or_default();
        let Some(content) = content.filter(|content| !content.is_empty()) else {
            assert!(answer.bytes.is_empty(), "{id} documents no body for {status}, but has {}", answer.text());
            return;
        };
        let media = content.get(kind);
        let media = media.unwrap_or_else(|| panic!("{id} does not document {kind:?} for {status}: {}", answer.text()));
        if kind.ends_with("json") {
            let faults = self.faults(&media["schema"], &answer.body);
            assert!(
                faults.is_empty(),
                "{id} answers {status} otherwise than documented: {faults:#?}\n{}",
                answer.text()
            );
        }
    }

    fn validator(&self, schema: &Value) -> Arc<Validator> {
        let mut known = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let build = || {
            let mut whole = schema.clone();
            whole["components"] = json!({ "schemas": self.schemas_of(schema) });
            let options = jsonschema::draft202012::options().should_validate_formats(true);
            Arc::new(options.build(&whole).unwrap_or_else(|error| panic!("{schema} is no schema: {error}")))
        };
        Arc::clone(known.entry(schema.to_string()).or_insert_with(build))
    }

    /// The schemas that this one refers to, and those that they refer to.
    fn schemas_of(&self, schema: &Value) -> Map<String, Value> {
        let mut found = Map::new();
        let mut open = references(schema);
        while let Some(reference) = open.pop() {
            let name = reference.strip_prefix(SCHEMAS).expect("a schema refers to no schema");
            if !found.contains_key(name) {
                let schema = self.component(reference).unwrap_or_else(|| panic!("{reference} is not there"));
                found.insert(name.to_owned(), schema.clone());
                open.extend(references(schema));
            }
        }
        found
    }
}

/// What a schema refers to, at any depth.
fn references(schema: &Value) -> Vec<&str> {
    match schema {
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str);
            own.into_iter().chain(fields.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

impl Operation {
    /// All that the document says of it.
    pub fn value(&self) -> &Value {
        self.part.value()
    }

    /// Its `operationId`.
    pub fn id(&self) -> &str {
        self.value()["operationId"].as_str().unwrap_or_default()
    }

    /// The room that it belongs to.
    pub fn tag(&self) -> &str {
        self.value()["tags"][0].as_str().unwrap_or_default()
    }

    fn fits(&self, path: &str) -> bool {
        let (mine, other): (Vec<&str>, Vec<&str>) = (self.path.split('/').collect(), path.split('/').collect());
        let same = |(mine, other): (&&str, &&str)| mine == other || mine.starts_with('{') && !other.is_empty();
        mine.len() == other.len() && mine.iter().zip(&other).all(same)
    }

    /// The schema of its JSON body, if it takes one.
    pub fn body(&self) -> Option<&Value> {
        self.value().pointer("/requestBody/content/application~1json/schema")
    }

    /// Whether it takes a multipart upload.
    pub fn takes_a_file(&self) -> bool {
        self.value()["requestBody"]["content"]["multipart/form-data"].is_object()
    }

    /// Its parameters of this kind (`path`, `query`, `header`).
    pub fn parameters(&self, kind: &str) -> impl Iterator<Item = &Value> {
        let parameters = self.value()["parameters"].as_array().into_iter().flatten();
        parameters.filter(move |parameter| parameter["in"] == kind)
    }

    /// Whether it can be asked without a token.
    pub fn is_public(&self) -> bool {
        self.value()["security"].as_array().is_some_and(|ways| ways.iter().any(|way| *way == json!({})))
    }
}

fn operations(paths: Parts) -> Vec<Operation> {
    let all = paths.into_iter().flat_map(|(path, operations)| {
        operations.into_iter().map(move |(method, part)| Operation {
            method: method.to_ascii_uppercase().parse().unwrap_or_else(|_| panic!("{method} is no method")),
            path: path.clone(),
            part,
        })
    });
    all.collect()
}
