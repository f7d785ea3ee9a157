//! The document is one that code generators and readers are happy with.

use std::collections::BTreeSet;

use serde_json::Value;

/// Every operation as (method, path, operation).
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().expect("no paths");
    let each = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().expect("no methods");
        methods.iter().map(|(method, operation)| (method.clone(), path.clone(), operation.clone()))
    });
    each.collect()
}

/// Every value anywhere in the document under `key`.
fn every<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get(key));
            fields.values().for_each(|field| every(field, key, found));
        }
        Value::Array(items) => items.iter().for_each(|item| every(item, key, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = api::openapi::document();
    let mut references = Vec::new();
    every(&document, "$ref", &mut references);
    let lost: BTreeSet<&str> = references
        .into_iter()
        .filter_map(Value::as_str)
        .filter(|reference| document.pointer(reference.trim_start_matches('#')).is_none())
        .collect();
    assert!(lost.is_empty(), "name these in components(schemas(…)) of openapi.rs: {lost:?}");
}

#[test]
fn every_operation_has_its_own_name_a_tag_and_chinese_words() {
    let document = api::openapi::document();
    let tags: BTreeSet<&str> =
        document["tags"].as_array().expect("no tags").iter().filter_map(|tag| tag["name"].as_str()).collect();
    for tag in document["tags"].as_array().into_iter().flatten() {
        assert!(tag["x-displayName"].is_string(), "{} has no title in openapi.rs", tag["name"]);
    }
    let mut names = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let at = format!("{method} {path}");
        let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
        assert!(
            name.starts_with(|first: char| first.is_ascii_lowercase()),
            "{at}: operationId {name:?} is not camelCase"
        );
        assert!(
            name.chars().all(|letter| letter.is_ascii_alphanumeric()),
            "{at}: operationId {name:?} is not camelCase"
        );
        assert!(names.insert(name.clone()), "{at}: operationId {name} is taken");
        let tag = operation["tags"][0].as_str().unwrap_or_default();
        assert!(tags.contains(tag), "{at}: tag {tag:?} has no description in openapi.rs");
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(summary.chars().any(|letter| letter as u32 > 0x2E80), "{at}: the summary {summary:?} is not Chinese");
        let said = operation["description"].as_str().unwrap_or(summary);
        assert!(said.chars().any(|letter| letter as u32 > 0x2E80), "{at}: the description {said:?} is not Chinese");
        assert!(operation["security"].is_array(), "{at}: says nothing about who may call it");
        for range in ["4XX", "5XX"] {
            assert_eq!(operation["responses"][range]["$ref"], "#/components/responses/Problem", "{at}: {range}");
        }
    }
}

#[test]
fn mini_programs_can_send_every_operation() {
    for (method, path, operation) in operations(&api::openapi::document()) {
        assert!(
            ["get", "post", "put", "delete"].contains(&method.as_str()),
            "{method} {path}: wx.request cannot send it"
        );
        let body = operation.get("requestBody").is_some();
        assert!(!(body && ["get", "delete"].contains(&method.as_str())), "{method} {path}: has a body");
    }
}

#[test]
fn nothing_is_written_in_words_that_generators_misread() {
    let document = api::openapi::document();
    for word in ["const", "prefixItems", "anyOf"] {
        let mut found = Vec::new();
        every(&document, word, &mut found);
        assert!(found.is_empty(), "{word}: {found:?}");
    }
}

#[test]
fn every_word_of_a_vocabulary_is_the_word_that_is_sent() {
    let document = api::openapi::document();
    let mut lists = Vec::new();
    every(&document, "enum", &mut lists);
    for word in lists.into_iter().filter_map(Value::as_array).flatten().filter_map(Value::as_str) {
        let plain = word
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_-:.".contains(letter));
        assert!(plain, "{word:?} is not a word of ours");
    }
}
