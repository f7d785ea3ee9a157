//! Who may do what: every operation of the document asked by everybody, against
//! `table.csv` (domain.md section 2). An operation without a row fails the suite.
//! Chiefs and platform admins stand in `few.csv`, for what they may do beyond a newcomer.
//!
//! The cell is the status of the answer to a valid request in a scene where the
//! operation makes sense: 2xx is allowed, 401 needs a token, 403 may see it but not do
//! it, 404 may not even see it, 409 or 422 may do it, but not in this scene.

mod action;
mod emergency;
mod matter;
mod moderation;
mod people;
mod scene;
mod table;
mod volunteer;
mod webhook;

use std::collections::BTreeSet;
use std::sync::Arc;

use reqwest::Method;
use rstest::rstest;
use support::{DOCUMENT, Operation, TestApp};

use self::people::Standing;
use self::scene::Scene;
use self::table::{Row, few, rows};

#[rstest]
#[tokio::test]
async fn everybody_is_answered_as_the_table_says(
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
    let mut app = Arc::new(TestApp::spawn().await);
    let (rows, few) = (rows(), few());
    let (mut wrong, mut wrong_few) = (Vec::new(), Vec::new());
    for (at, operation) in DOCUMENT.operations.iter().filter(|operation| operation.tag() == tag).enumerate() {
        // Clocks move on in many scenes, and all that earlier scenes have left behind moves with them.
        if at > 0 && at % OF_ONE_APP == 0 {
            app = Arc::new(TestApp::spawn().await);
        }
        let Some(expected) = rows.iter().find(|row| row.operation == operation.id()) else { continue };
        let (answered, answered_few) = ask_everybody(&app, operation, expected).await;
        if answered.cells != expected.cells {
            wrong.push(format!("expected {expected}\nanswered {answered}"));
        }
        match few.iter().find(|row| row.operation == operation.id()) {
            Some(expected) if expected.cells == answered_few.cells => {}
            Some(expected) => wrong_few.push(format!("expected {expected}\nanswered {answered_few}")),
            // Without a row they may do no more than a newcomer.
            None if expected.cells[Standing::Newcomer as usize] < 400 => {}
            None if answered_few.cells.iter().all(|status| *status >= 400) => {}
            None => wrong_few.push(format!("answered {answered_few}")),
        }
    }
    assert!(wrong.is_empty(), "\n         {}\n{}", table::heading(&Standing::TABLE), wrong.join("\n"));
    assert!(wrong_few.is_empty(), "\n         {}\n{}", table::heading(&Standing::FEW), wrong_few.join("\n"));
}

/// So many operations share a server.
const OF_ONE_APP: usize = 6;

/// The row of `table.csv` and that of `few.csv`. PostgreSQL sees each change once, and every refusal: who else of the
/// table may make the change is decided before the database is asked, and stands on SQLite.
async fn ask_everybody(app: &Arc<TestApp>, operation: &Operation, expected: &Row) -> (Row, Row) {
    let mut cells = Vec::new();
    let (mut untouched, mut changed) = (None, false);
    for (at, standing) in Standing::TABLE.into_iter().chain(Standing::FEW).enumerate() {
        let as_before = expected.cells.get(at).filter(|status| **status < 400 && changed && app.is_on_postgres());
        if let Some(status) = as_before {
            cells.push(*status);
            continue;
        }
        let scene = match untouched.take() {
            Some(scene) => scene,
            None => Scene::of(app, operation).await,
        };
        let status = scene.ask(operation, standing).await.status;
        cells.push(status);
        // What only reads, and what is refused, leaves the scene as it was.
        let harmless = operation.method == Method::GET || status >= 400;
        changed |= !harmless;
        untouched = harmless.then_some(scene);
    }
    let few = cells.split_off(Standing::TABLE.len());
    (Row { operation: operation.id().to_owned(), cells }, Row { operation: operation.id().to_owned(), cells: few })
}

#[test]
fn every_operation_has_one_row_and_every_row_an_operation() {
    let rows: Vec<String> = rows().into_iter().map(|row| row.operation).collect();
    let operations: BTreeSet<String> = DOCUMENT.operations.iter().map(|operation| operation.id().to_owned()).collect();
    let listed: BTreeSet<String> = rows.iter().cloned().collect();
    assert_eq!(rows.len(), listed.len(), "table.csv has a row twice");
    let missing: Vec<_> = operations.difference(&listed).collect();
    assert!(missing.is_empty(), "table.csv has no row for {missing:?}");
    let listed: BTreeSet<String> = listed.into_iter().chain(few().into_iter().map(|row| row.operation)).collect();
    let gone: Vec<_> = listed.difference(&operations).collect();
    assert!(gone.is_empty(), "the tables have rows for nothing: {gone:?}");
}
