//! Keys of personal data are changed without losing any of it, while the service runs.

use std::collections::BTreeSet;

use api::cli::rotate::SEALED;
use api::config::Config;
use api::kernel::crypto::Field;
use api::kernel::reseal;
use entity::community::resident;
use entity::kernel::event;
use sea_orm::prelude::*;
use sea_orm::{DbBackend, Statement};
use serde_json::json;
use support::TestApp;

/// Another key that is nobody's.
const NEW_KEY: &str = "YW5vdGhlciBrZXkgZm9yIHRlc3RzLCBub2JvZHkncyE=";

/// Adds the new key and seals with it from now on.
fn with_new_key(config: &mut Config) {
    config.secrets.vault_keys.insert("next".into(), NEW_KEY.into());
    config.secrets.vault_active = "next".into();
}

/// Knows nothing but the new key.
fn with_new_key_only(config: &mut Config) {
    config.secrets.vault_keys.clear();
    with_new_key(config);
}

async fn reseal_everything(app: &TestApp) -> Result<u64, api::error::Error> {
    let mut resealed = 0;
    for column in SEALED {
        resealed += reseal::reseal(app.kernel(), *column, |_| {}).await?;
    }
    Ok(resealed)
}

#[tokio::test]
async fn every_sealed_column_of_the_schema_is_known_to_the_rotation() {
    let app = TestApp::spawn().await;
    let db = &app.kernel().db;
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE column_name LIKE '%sealed%'"
        }
        _ => {
            "SELECT m.name AS t, p.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) p
             WHERE m.type = 'table' AND p.name LIKE '%sealed%'"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("no schema");
    let pair = |row: &QueryResult| -> (String, String) {
        (row.try_get("", "t").expect("no table"), row.try_get("", "c").expect("no column"))
    };
    let there: BTreeSet<_> = rows.iter().map(pair).filter(|(_, column)| column.ends_with("_sealed")).collect();
    let known: BTreeSet<_> = SEALED.iter().map(|one| (one.table.to_owned(), one.column.to_owned())).collect();
    assert_eq!(there, known);
}

#[tokio::test]
async fn after_a_rotation_the_old_key_can_be_thrown_away() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let home = app.given_home(&app.given_building(&grid).await).await;
    for number in 0..230 {
        app.given_resident(&home, &format!("居民{number}"), &format!("139{number:08}"), None).await;
    }
    let cast = app.given_cast(&grid).await;
    let wish = json!({
        "category": "repair", "title": "灯坏了", "body": "请帮忙", "beneficiary": "王奶奶",
        "contact": { "name": "王秀兰", "phone": "13812341234", "address": "3单元502" },
    });
    let wish = cast.author.post("/wishes", wish).await.expect(201).string("/wish/id");

    let both = app.replica_with(with_new_key).await;
    let pending = async |app: &TestApp| {
        let mut pending = 0;
        for column in SEALED {
            pending += reseal::pending(&app.kernel().db, &app.kernel().vault, *column).await.expect("not counted");
        }
        pending
    };
    let before = pending(&both).await;
    assert!(before > 460, "only {before} values");
    assert_eq!(reseal_everything(&both).await.ok(), Some(before));
    assert_eq!((pending(&both).await, reseal_everything(&both).await.ok()), (0, Some(0)));

    let new = both.replica_with(with_new_key_only).await;
    for row in resident::Entity::find().all(&new.kernel().db).await.expect("no residents") {
        let name = new.kernel().vault.open(Field::Name, &row.name_sealed).expect("a name is lost");
        assert_eq!(new.kernel().vault.blind(Field::Name, &name), row.name_blind);
    }
    let version = cast.leader.at(&new).get(format!("/wishes/{wish}")).await.version();
    let body = json!({ "version": version });
    let open = cast.leader.at(&new).post(format!("/wishes/{wish}/approve"), body).await.expect(200);
    let body = json!({ "version": open.version() });
    let _ = cast.helper.at(&new).post(format!("/wishes/{wish}/claim"), body).await.expect(200);
    let contact = cast.helper.at(&new).post(format!("/wishes/{wish}/contact"), json!({})).await;
    assert!(contact.text().contains("13812341234"), "{}", contact.text());
}

#[tokio::test]
async fn an_interrupted_rotation_goes_on_where_it_was_and_mixed_keys_are_read_meanwhile() {
    let app = TestApp::spawn().await;
    let resident = app.resident(&app.given_grid().await).await;
    let both = app.replica_with(with_new_key).await;
    let names = SEALED.iter().find(|one| one.column == "name_sealed" && one.table == "resident").expect("no names");
    assert_eq!(reseal::reseal(both.kernel(), *names, |_| {}).await.ok(), Some(1));

    let row = resident::Entity::find_by_id(resident.resident.expect("no resident")).one(&both.kernel().db).await;
    let row = row.expect("no database").expect("no row");
    let vault = &both.kernel().vault;
    assert_eq!(vault.open(Field::Name, &row.name_sealed).expect("lost").as_str(), resident.name);
    assert_eq!(vault.open(Field::Phone, &row.phone_sealed.expect("no phone")).expect("lost").as_str(), resident.phone);
    assert!(reseal_everything(&both).await.is_ok_and(|resealed| resealed > 0));
}

#[tokio::test]
async fn without_the_old_key_nothing_is_changed() {
    let app = TestApp::spawn().await;
    let resident = app.resident(&app.given_grid().await).await;
    let read = async || {
        let row = resident::Entity::find_by_id(resident.resident.expect("no resident")).one(&app.kernel().db).await;
        row.expect("no database").expect("no row")
    };
    let before = read().await;
    let blind = app.replica_with(with_new_key_only).await;
    assert!(reseal_everything(&blind).await.is_err());
    assert_eq!(read().await, before);
}

#[tokio::test]
async fn a_rotation_stands_in_the_audit_log() {
    let app = TestApp::spawn().await;
    reseal::note(app.kernel(), 7).await.expect("not noted");
    let noted = event::Entity::find().filter(event::Column::Verb.eq("reseal")).one(&app.kernel().db).await;
    let noted = noted.expect("no database").expect("no event");
    assert_eq!(noted.data, json!({ "key": "test", "values": 7 }));
}
