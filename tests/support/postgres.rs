//! The PostgreSQL server that `SIWEI_TEST_DATABASE_URL` names.

use api::kernel::db;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

/// A connection to it, for what is done to whole databases.
pub struct Postgres {
    url: String,
    maintenance: DatabaseConnection,
}

impl Postgres {
    /// Connects, when there is one.
    pub async fn named() -> Option<Self> {
        match std::env::var("SIWEI_TEST_DATABASE_URL") {
            Ok(url) => Some(Self::at(url).await),
            Err(_) => None,
        }
    }

    /// Connects to that one.
    pub async fn at(url: String) -> Self {
        let maintenance = db::connect(&url, 1).await;
        let maintenance = maintenance.unwrap_or_else(|error| panic!("{url} cannot be reached: {error:?}"));
        Self { url, maintenance }
    }

    /// Runs a statement.
    pub async fn run(&self, sql: &str) {
        self.maintenance.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Whether it has this database.
    pub async fn has(&self, name: &str) -> bool {
        let known = format!("SELECT 1 AS one FROM pg_database WHERE datname = '{name}'");
        let known = self.maintenance.query_one_raw(Statement::from_string(DbBackend::Postgres, known)).await;
        known.expect("pg_database cannot be read").is_some()
    }

    /// Its own address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address of one of its databases.
    pub fn url_of(&self, name: &str) -> String {
        let (address, parameters) = self.url.split_once('?').map_or((&*self.url, None), |(a, p)| (a, Some(p)));
        let base = address.rsplit_once('/').map_or(address, |(base, _)| base);
        match parameters {
            Some(parameters) => format!("{base}/{name}?{parameters}"),
            None => format!("{base}/{name}"),
        }
    }

    /// Hangs up.
    pub async fn close(self) {
        self.maintenance.close().await.expect("the maintenance connection does not close");
    }
}
