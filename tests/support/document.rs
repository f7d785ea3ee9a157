//! The OpenAPI document as the tests use it: its operations, and whether an answer is
//! one that it promises. Every answer under `/api/` that a test gets is checked.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Value, json};

use crate::Answer;

/// One operation of the document.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// Its method.
    pub method: Method,
    /// Its path, with parameters in braces.
    pub path: String,
    /// All that the document says of it.
    pub value: Value,
}

/// The document.
pub struct Document {
    /// The whole of it.
    pub value: Value,
    /// Its operations, in order.
    pub operations: Vec<Operation>,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// The document as it is committed; `document::drift` says whether it is that of this build.
/// Reading it takes a third of the time that making it takes, in each of the many test processes.
pub static DOCUMENT: LazyLock<Document> = LazyLock::new(Document::committed);

impl Document {
    fn committed() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/openapi.json");
        let text = std::fs::read(path).expect("openapi/openapi.json is not there");
        Self::of(serde_json::from_slice(&text).expect("openapi/openapi.json is no JSON"))
    }

    fn of(value: Value) -> Self {
        let operations = operations(&value);
        Self { value, operations, validators: Mutex::default() }
    }

    /// The operation with this id.
    ///
    /// # Panics
    /// When there is none.
    pub fn operation(&self, id: &str) -> &Operation {
        let found = self.operations.iter().find(|operation| operation.id == id);
        found.unwrap_or_else(|| panic!("the document has no operation {id}"))
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
        match value["$ref"].as_str().and_then(|reference| self.value.pointer(reference.strip_prefix('#')?)) {
            Some(target) => self.resolve(target),
            None => value,
        }
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
        let id = &operation.id;
        let status = answer.status.to_string();
        let responses = &operation.value["responses"];
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
            whole["components"] = self.value["components"].clone();
            let options = jsonschema::draft202012::options().should_validate_formats(true);
            Arc::new(options.build(&whole).unwrap_or_else(|error| panic!("{schema} is no schema: {error}")))
        };
        Arc::clone(known.entry(schema.to_string()).or_insert_with(build))
    }
}

impl Operation {
    fn fits(&self, path: &str) -> bool {
        let (mine, other): (Vec<&str>, Vec<&str>) = (self.path.split('/').collect(), path.split('/').collect());
        let same = |(mine, other): (&&str, &&str)| mine == other || mine.starts_with('{') && !other.is_empty();
        mine.len() == other.len() && mine.iter().zip(&other).all(same)
    }

    /// The schema of its JSON body, if it takes one.
    pub fn body(&self) -> Option<&Value> {
        self.value.pointer("/requestBody/content/application~1json/schema")
    }

    /// Whether it takes a multipart upload.
    pub fn takes_a_file(&self) -> bool {
        self.value["requestBody"]["content"]["multipart/form-data"].is_object()
    }

    /// Its parameters of this kind (`path`, `query`, `header`).
    pub fn parameters(&self, kind: &str) -> impl Iterator<Item = &Value> {
        let parameters = self.value["parameters"].as_array().into_iter().flatten();
        parameters.filter(move |parameter| parameter["in"] == kind)
    }

    /// Whether it can be asked without a token.
    pub fn is_public(&self) -> bool {
        self.value["security"].as_array().is_some_and(|ways| ways.iter().any(|way| *way == json!({})))
    }
}

fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let all = paths.flat_map(|(path, operations)| {
        operations.as_object().into_iter().flatten().map(|(method, value)| Operation {
            id: value["operationId"].as_str().unwrap_or_default().to_owned(),
            method: method.to_ascii_uppercase().parse().unwrap_or_else(|_| panic!("{method} is no method")),
            path: path.clone(),
            value: value.clone(),
        })
    });
    all.collect()
}
