//! A caller can never cause a 500: every operation of the document, asked with what
//! people and programs send by mistake or on purpose. What the document does not allow
//! is refused, and every answer is one that the document promises.

mod bodies;
mod values;

use std::collections::BTreeSet;

use reqwest::Method;
use rstest::rstest;
use support::{Answer, DOCUMENT, Operation, Person, Request};

use self::values::{HEADERS, IDS, NIL, QUERY_VALUES, TOKENS};
use crate::walk::World;

/// The tags of the document, one test each, so that they run side by side.
macro_rules! each_tag {
    ($name:ident, $ask:path) => {
        #[rstest]
        #[tokio::test]
        async fn $name(
            #[values(
                "actions",
                "auth",
                "calendar",
                "community",
                "deliberations",
                "emergencies",
                "imports",
                "inbox",
                "me",
                "media",
                "moderation",
                "notifications",
                "reports",
                "volunteers",
                "wall",
                "webhooks",
                "wishes"
            )]
            tag: &str,
        ) {
            let world = World::new().await;
            for operation in tagged(tag) {
                $ask(&world, operation).await;
            }
        }
    };
}

each_tag!(ids_of_nothing_and_of_nonsense, ids);
each_tag!(query_values, query);
each_tag!(headers, headers_and_tokens);
each_tag!(broken_bodies, bodies::ask);

fn tagged(tag: &str) -> impl Iterator<Item = &'static Operation> {
    DOCUMENT.operations.iter().filter(move |operation| operation.tag() == tag)
}

#[test]
fn every_tag_is_walked() {
    let source = include_str!("mod.rs");
    let tags: BTreeSet<&str> = DOCUMENT.operations.iter().map(Operation::tag).collect();
    for tag in tags {
        assert!(source.contains(&format!("\"{tag}\"")), "add the tag {tag} to each_tag");
    }
}

/// Those who ask: one who may do most things, and one who may do few. On PostgreSQL only the first one: what the
/// second one is refused gets no further there than on SQLite.
fn people(world: &World) -> Vec<&Person> {
    if world.app.is_on_postgres() { vec![&world.admin] } else { vec![&world.admin, &world.cast.author] }
}

async fn ids(world: &World, operation: &Operation) {
    for person in people(world) {
        ids_by(world, person, operation).await;
    }
}

async fn ids_by(world: &World, person: &Person, operation: &Operation) {
    // Only what is an id gets as far as the database.
    let asks = |id: &&str| !world.app.is_on_postgres() || *id == NIL;
    for parameter in operation.parameters("path") {
        let name = parameter["name"].as_str().unwrap_or_default();
        for id in IDS.iter().filter(|id| asks(id)) {
            let path = world.path(operation, Some((name, id)));
            let request = with_body(world, operation, person.request(operation.method.clone(), &path));
            refused(operation, &path, &request.send().await);
        }
    }
}

async fn query(world: &World, operation: &Operation) {
    for person in people(world) {
        query_by(world, person, operation).await;
    }
}

async fn query_by(world: &World, person: &Person, operation: &Operation) {
    let path = world.path(operation, None);
    if operation.method == Method::GET {
        let unknown = format!("{path}?noSuchParameter=1");
        refused(operation, &unknown, &person.get(&unknown).await);
    }
    for parameter in operation.parameters("query") {
        let name = parameter["name"].as_str().unwrap_or_default();
        for value in QUERY_VALUES {
            let path = format!("{path}?{name}={value}");
            let answer = with_body(world, operation, person.request(operation.method.clone(), &path)).send().await;
            answered(operation, &path, &answer);
            // Mini-programs send `undefined` for what they do not mean to send.
            if name == "cursor" && !["", "undefined"].contains(&value) {
                refused(operation, &path, &answer);
            }
        }
    }
}

async fn headers_and_tokens(world: &World, operation: &Operation) {
    let path = world.address(operation);
    // PostgreSQL keeps keys of idempotency and of programs, Redis counts addresses; all else is read before.
    let kept = |name: &str| ["idempotency-key", "x-forwarded-for"].contains(&name);
    let headers = HEADERS.into_iter().filter(|(name, _)| !world.app.is_on_postgres() || kept(name));
    let tokens = TOKENS.into_iter().filter(|token| !world.app.is_on_postgres() || token.starts_with(b"Bearer swk_"));
    for (person, (name, value)) in
        people(world).into_iter().flat_map(|person| headers.clone().map(move |header| (person, header)))
    {
        let request = person.request(operation.method.clone(), &path).header(name, value);
        answered(operation, name, &with_body(world, operation, request).send().await);
    }
    for token in tokens {
        let request = world.app.anonymous().request(operation.method.clone(), &path).header("authorization", token);
        let answer = with_body(world, operation, request).send().await;
        answered(operation, &String::from_utf8_lossy(token), &answer);
        if !operation.is_public() {
            assert_eq!(answer.status, 401, "{} with {token:?}: {}", operation.id(), answer.text());
        }
    }
}

/// The request with a valid body, if the operation takes one.
fn with_body(world: &World, operation: &Operation, request: Request) -> Request {
    if operation.takes_a_file() {
        return request.file("a.png", "image/png", b"no picture", &[]);
    }
    match operation.body() {
        Some(schema) => request.json(&crate::walk::sample(world, schema)),
        None => request,
    }
}

/// Whatever the answer is, it is none of ours to be ashamed of.
#[track_caller]
fn answered(operation: &Operation, what: &str, answer: &Answer) {
    let what: String = what.chars().take(200).collect();
    assert!(answer.status < 500, "{} with {what:?} answers {}: {}", operation.id(), answer.status, answer.text());
}

/// A refusal.
#[track_caller]
fn refused(operation: &Operation, what: &str, answer: &Answer) {
    let short: String = what.chars().take(200).collect();
    let refused = (400..500).contains(&answer.status);
    assert!(refused, "{} takes {short:?} and answers {}: {}", operation.id(), answer.status, answer.text());
}
