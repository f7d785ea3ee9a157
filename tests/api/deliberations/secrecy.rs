//! After closing, whoever has the whole database, its files and the installation's keys cannot
//! link a voter to a choice (docs/adr/0010-secret-ballots.md).

use std::collections::BTreeSet;

use api::kernel::crypto::Field;
use aws_lc_rs::digest::{Context, SHA256};
use entity::deliberations::{ballot, ballot_key, ballot_leaf};
use entity::kernel::idempotency;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, Statement};
use serde_json::{Value, json};
use support::{Deliberation, Person, TestApp};

/// A secret vote in which everybody voted with an idempotency key.
async fn voted(app: &TestApp) -> (Deliberation, Person, Vec<(Person, Value)>) {
    let grid = app.given_grid().await;
    let building = app.given_building(&grid).await;
    let (author, staff) = (app.resident_in(&building).await, app.staff(&grid).await);
    let mut people = Vec::new();
    for _ in 0..8 {
        people.push(app.resident_in(&building).await);
    }
    let matter = app.given_vote(&author, &building, &staff, json!({"secrecy": "secret", "changeable": true})).await;
    let mut voted = Vec::new();
    for (turn, person) in people.into_iter().enumerate() {
        let kind = if turn % 3 == 0 { "against" } else { "agree" };
        let request = person.request(reqwest::Method::POST, matter.path("ballots")).key("mine");
        let answer = request.json(&json!({"choice": {"kind": kind}})).send().await.expect(201);
        voted.push((person, answer["receipt"].clone()));
    }
    (matter, staff, voted)
}

/// Every value of every table, as text, with the names of its table.
async fn everything(db: &DatabaseConnection) -> Vec<(String, String)> {
    let backend = db.get_database_backend();
    let (names, columns) = match backend {
        DbBackend::Postgres => ("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'", "row_to_json(t)::text"),
        _ => ("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", ""),
    };
    let mut all = Vec::new();
    for table in db.query_all_raw(Statement::from_string(backend, names)).await.expect("no tables") {
        let table: String = table.try_get("", "name").expect("no name");
        let row = match backend {
            DbBackend::Postgres => columns.to_owned(),
            _ => sqlite_row(db, &table).await,
        };
        let sql = format!("SELECT {row} AS row FROM {table} t");
        for row in db.query_all_raw(Statement::from_string(backend, sql)).await.expect("a table cannot be read") {
            all.push((table.clone(), row.try_get::<Option<String>>("", "row").expect("no text").unwrap_or_default()));
        }
    }
    all
}

/// All columns of a table of SQLite in one text; blobs as hex.
async fn sqlite_row(db: &DatabaseConnection, table: &str) -> String {
    let sql = format!("SELECT name FROM pragma_table_info('{table}')");
    let columns = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.expect("no columns");
    let text = |name: String| {
        format!("COALESCE(CASE typeof(\"{name}\") WHEN 'blob' THEN hex(\"{name}\") ELSE CAST(\"{name}\" AS TEXT) END, '')")
    };
    let columns: Vec<String> = columns.iter().map(|row| text(row.try_get("", "name").expect("no name"))).collect();
    columns.join(" || '|' || ")
}

#[tokio::test]
async fn the_whole_database_does_not_link_a_voter_to_a_choice() {
    let app = TestApp::spawn().await;
    let (matter, _, voted) = voted(&app).await;
    let db = &app.kernel().db;
    let key = ballot_key::Entity::find().one(db).await.expect("no key is read").expect("no key");
    let sealed: Vec<String> =
        ballot::Entity::find().all(db).await.expect("no ballots").into_iter().filter_map(|row| row.content).collect();
    assert_eq!(sealed.len(), voted.len());
    app.closes().await;

    assert!(ballot_key::Entity::find().all(db).await.expect("no keys").is_empty());
    let ballots = ballot::Entity::find().all(db).await.expect("no ballots");
    assert_eq!(ballots.len(), voted.len(), "that they voted stays");
    assert!(ballots.iter().all(|row| row.content.is_none() && row.leaf.is_none()));
    let leaves = ballot_leaf::Entity::find().all(db).await.expect("no leaves");
    assert_eq!(leaves.len(), voted.len());

    let rows = everything(db).await;
    for (table, row) in rows.iter().filter(|(table, _)| !matches!(table.as_str(), "ballot_leaf" | "deliberation")) {
        for leaf in &leaves {
            assert!(!row.contains(&leaf.hash) && !row.contains(&leaf.salt), "a row of {table} names a leaf");
        }
        assert!(!row.contains(&key.key_sealed), "a row of {table} has the key");
        for content in &sealed {
            assert!(!row.contains(content.as_str()), "a row of {table} has a sealed ballot");
        }
    }
    kept_answers_tell_nothing(&app, matter, &leaves).await;
    leaves_lie_in_the_order_of_their_hashes(db, matter).await;
    files_hold_no_key(&app, &key.key_sealed);
    for (_, receipt) in &voted {
        let named = receipt["leaf"].as_str().expect("no leaf");
        assert!(leaves.iter().any(|leaf| leaf.hash == named), "a voter does not find the own ballot");
    }
}

/// The vault's keys open what was kept for a retry, and find it sealed under the vote's own key.
async fn kept_answers_tell_nothing(app: &TestApp, matter: Deliberation, leaves: &[ballot_leaf::Model]) {
    let kept = idempotency::Entity::find().all(&app.kernel().db).await.expect("no answers");
    let kept: Vec<_> = kept.into_iter().filter(|row| row.key == "mine").collect();
    assert_eq!(kept.len(), leaves.len());
    for row in kept {
        let answer = app.kernel().vault.open(Field::Answer, &row.answer.expect("no answer")).expect("not ours");
        let told = leaves.iter().any(|leaf| answer.contains(&leaf.hash)) || answer.contains("receipt");
        assert!(!told, "a kept answer names a leaf");
        let plain = ["agree", "against"].map(|kind| plain_fingerprint(matter, kind));
        assert!(!plain.contains(&row.fingerprint), "a kept fingerprint names a choice");
    }
}

/// What a request's fingerprint would be without the key: whoever tries the few choices has it.
fn plain_fingerprint(matter: Deliberation, kind: &str) -> String {
    let (address, body) = (format!("/api/v1{}", matter.path("ballots")), json!({"choice": {"kind": kind}}).to_string());
    let mut hash = Context::new(&SHA256);
    for part in ["POST", &address, "", &body] {
        hash.update(&(part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex::encode(hash.finish())
}

/// Rows as they lie in the table's file say nothing about who came when.
async fn leaves_lie_in_the_order_of_their_hashes(db: &DatabaseConnection, matter: Deliberation) {
    let order = match db.get_database_backend() {
        DbBackend::Postgres => "ctid",
        _ => "rowid",
    };
    let sql = format!("SELECT hash FROM ballot_leaf ORDER BY {order}");
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("no leaves");
    let lying: Vec<String> = rows.iter().map(|row| row.try_get("", "hash").expect("no hash")).collect();
    let sorted: Vec<String> = lying.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(lying, sorted, "{matter:?}");
}

/// SQLite overwrites what is deleted; the key is in no file of the data folder any more.
fn files_hold_no_key(app: &TestApp, key: &str) {
    if app.kernel().db.get_database_backend() == DbBackend::Postgres {
        return;
    }
    for file in std::fs::read_dir(&app.kernel().settings.data_dir).expect("no folder").flatten() {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        let found = bytes.windows(key.len()).any(|window| window == key.as_bytes());
        assert!(!found, "{} has the key", file.path().display());
    }
}

#[tokio::test]
async fn a_secret_vote_says_nothing_about_a_small_building() {
    let app = TestApp::spawn().await;
    let (matter, staff, _) = voted(&app).await;
    app.closes().await;
    let result = staff.get(matter.path("")).await.expect(200)["result"].clone();
    assert_eq!(result["tally"]["ballots"], 8);
    assert_eq!(result["byBuilding"].as_array().map(Vec::len), Some(1));
    assert!(result["byBuilding"][0]["tally"].is_null());
}
