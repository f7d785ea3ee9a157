//! A database for each test: a copy of a template that was migrated once, as an SQLite file or,
//! when `SIWEI_TEST_DATABASE_URL` names one, on a PostgreSQL server. It goes when the test ends.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use api::kernel::db;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait};
use tempfile::TempDir;
use uuid::Uuid;

/// The lock under which one of several test processes makes the template.
const TEMPLATE_LOCK: i64 = 0x7465_7374;

/// A database of a test's own, with the folder for everything else that its server keeps.
#[derive(Debug)]
pub struct TestDatabase {
    folder: TempDir,
    postgres: Option<Postgres>,
}

#[derive(Debug)]
struct Postgres {
    server: String,
    name: String,
}

impl TestDatabase {
    /// Makes one.
    pub async fn create() -> Self {
        let folder = tempfile::Builder::new().prefix("siwei-test-").tempdir().expect("no temporary folder");
        let postgres = match std::env::var("SIWEI_TEST_DATABASE_URL") {
            Ok(server) => Some(Postgres::create(server).await),
            Err(_) => {
                std::fs::copy(sqlite_template().await, sqlite_file(folder.path())).expect("no copy of the template");
                None
            }
        };
        Self { folder, postgres }
    }

    /// Its address; empty for the SQLite file in the data folder.
    pub fn url(&self) -> String {
        self.postgres.as_ref().map(|postgres| with_name(&postgres.server, &postgres.name)).unwrap_or_default()
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// The embedded database in a data folder.
fn sqlite_file(folder: &Path) -> PathBuf {
    folder.join("siwei.sqlite")
}

/// The template beside the test program, made anew after each build. Several processes may make it at
/// once; each writes a file of its own and renames it, so that what is there is whole.
async fn sqlite_template() -> PathBuf {
    let template = program().with_extension("sqlite");
    let modified = template.metadata().and_then(|data| data.modified());
    if modified.is_ok_and(|modified| modified >= built()) {
        return template;
    }
    let beside = template.parent().expect("the test program lies in no folder");
    let folder = tempfile::tempdir_in(beside).expect("no folder for the template");
    let url = format!("sqlite://{}", sqlite_file(folder.path()).display());
    let inside = connect(&url).await;
    db::migrate(&inside, &url).await.expect("the migrations fail");
    inside.close().await.expect("the template's connection does not close");
    std::fs::rename(sqlite_file(folder.path()), &template).expect("the template is not renamed");
    template
}

impl Postgres {
    async fn create(server: String) -> Self {
        let template = format!("siwei_template_{}", build());
        let name = format!("siwei_test_{}", Uuid::now_v7().simple());
        let maintenance = connect(&server).await;
        make_template(&maintenance, &server, &template).await;
        // Nothing is kept, so copying files is half the work of writing every page into the log (PostgreSQL 15).
        let copy = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
        maintenance.execute_unprepared(&copy).await.expect("the template cannot be copied");
        maintenance.close().await.expect("the maintenance connection does not close");
        Self { server, name }
    }
}

impl Drop for Postgres {
    /// Drops the database, on a thread of its own: the test's runtime may be going down.
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        let dropping = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let drop = format!("DROP DATABASE {name} WITH (FORCE)");
                connect(&server).await.execute_unprepared(&drop).await.map(drop_result)
            })
        });
        if !matches!(dropping.join(), Ok(Ok(()))) {
            eprintln!("the test database {} is left behind", self.name);
        }
    }
}

fn drop_result<T>(_: T) {}

/// Makes the template unless it is there. Every process takes the same advisory lock first.
async fn make_template(maintenance: &DatabaseConnection, server: &str, template: &str) {
    let guard = maintenance.begin().await.expect("no transaction");
    let lock = format!("SELECT pg_advisory_xact_lock({TEMPLATE_LOCK})");
    guard.execute_unprepared(&lock).await.expect("no advisory lock");
    let known = Statement::from_string(
        DbBackend::Postgres,
        format!("SELECT 1 AS one FROM pg_database WHERE datname = '{template}'"),
    );
    if guard.query_one_raw(known).await.expect("pg_database cannot be read").is_none() {
        migrate_into(server, template).await;
    }
    guard.commit().await.expect("the advisory lock is not released");
}

/// Migrates under another name and renames: a template that is there is whole.
async fn migrate_into(server: &str, template: &str) {
    let maintenance = connect(server).await;
    let unfinished = format!("{template}_unfinished");
    let run = async |sql: String| {
        maintenance.execute_unprepared(&sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    };
    run(format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")).await;
    run(format!("CREATE DATABASE {unfinished}")).await;
    let url = with_name(server, &unfinished);
    let inside = connect(&url).await;
    db::migrate(&inside, &url).await.expect("the migrations fail");
    inside.close().await.expect("the template's connection does not close");
    run(format!("ALTER DATABASE {unfinished} RENAME TO {template}")).await;
    maintenance.close().await.expect("the maintenance connection does not close");
}

async fn connect(url: &str) -> DatabaseConnection {
    db::connect(url, 2).await.unwrap_or_else(|error| panic!("{url} cannot be reached: {error:?}"))
}

/// The same server's address with another database.
fn with_name(server: &str, name: &str) -> String {
    let (address, parameters) = server.split_once('?').map_or((server, None), |(a, p)| (a, Some(p)));
    let base = address.rsplit_once('/').map_or(address, |(base, _)| base);
    match parameters {
        Some(parameters) => format!("{base}/{name}?{parameters}"),
        None => format!("{base}/{name}"),
    }
}

/// Names this build of the tests: another build may have other migrations.
fn build() -> String {
    let since = built().duration_since(UNIX_EPOCH).expect("the test program is older than 1970");
    format!("{:x}", since.as_micros())
}

fn built() -> SystemTime {
    program().metadata().and_then(|data| data.modified()).expect("the test program has no date")
}

fn program() -> PathBuf {
    std::env::current_exe().expect("the test program has no path")
}
