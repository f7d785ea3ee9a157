//! Looks for words in every column of every table.

use api::cli::rotate::SEALED;
use sea_orm::prelude::*;
use sea_orm::{DbBackend, Statement};
use support::TestApp;

/// Every value of every column of every table, as `(table, column, text)`.
async fn everything(app: &TestApp) -> Vec<(String, String, String)> {
    let db = &app.kernel().db;
    let columns = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = 'public'"
        }
        _ => {
            "SELECT m.name AS t, p.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) p
             WHERE m.type = 'table'"
        }
    };
    let mut values = Vec::new();
    for pair in query(db, columns).await {
        let (table, column): (String, String) = (pair.try_get("", "t").unwrap(), pair.try_get("", "c").unwrap());
        let text = match db.get_database_backend() {
            DbBackend::Postgres => format!("CAST(\"{column}\" AS TEXT)"),
            _ => format!("IIF(typeof(\"{column}\") = 'blob', hex(\"{column}\"), CAST(\"{column}\" AS TEXT))"),
        };
        let all = format!("SELECT {text} AS v FROM \"{table}\" WHERE \"{column}\" IS NOT NULL");
        for row in query(db, &all).await {
            let value = row.try_get("", "v").unwrap_or_else(|error| panic!("{table}.{column}: {error}"));
            values.push((table.clone(), column.clone(), value));
        }
    }
    values
}

async fn query(db: &DatabaseConnection, sql: &str) -> Vec<sea_orm::QueryResult> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_all_raw(statement).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// Where the words are, what is sealed opened first. The doors of the community's dwellings
/// are the places', not a person's.
pub async fn found(app: &TestApp, words: &[String]) -> Vec<String> {
    let vault = &app.kernel().vault;
    let mut found = Vec::new();
    for (table, column, value) in everything(app).await {
        let sealed = SEALED.iter().find(|one| one.table == table && one.column == column);
        let text = match sealed {
            Some(_) if table == "dwelling" => continue,
            Some(one) => vault.open(one.field, &value).expect("it does not open").to_string(),
            None => value,
        };
        if words.iter().any(|word| text.contains(word)) {
            found.push(format!("{table}.{column}"));
        }
    }
    found.sort();
    found.dedup();
    found
}
