//! A standstill: on PostgreSQL what is written to one table waits, so that requests
//! meet in the middle of their transactions, every time. A guard that is gone shows at once.
//! SQLite has one writer; there is nothing to meet, and requests run as they come.

use std::time::Duration;

use sea_orm::{ConnectionTrait, Database, DatabaseTransaction, DbBackend, TransactionTrait};

use crate::TestApp;

/// Transactions that wait for a lock in this database.
const WAITING: &str = "SELECT count(DISTINCT pid) AS many FROM pg_locks
    WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())";

/// Nothing is written to one table until it ends.
pub struct Standstill(Option<DatabaseTransaction>);

impl TestApp {
    /// Brings about a standstill of those who write to this table.
    pub async fn standstill(&self, table: &str) -> Standstill {
        if self.kernel().db.get_database_backend() != DbBackend::Postgres {
            return Standstill(None);
        }
        let db = Database::connect(self.kernel().settings.database_url()).await.expect("no connection");
        let tx = db.begin().await.expect("no transaction");
        let lock = format!("LOCK TABLE {table} IN SHARE MODE");
        tx.execute_unprepared(&lock).await.expect("the table is not locked");
        Standstill(Some(tx))
    }
}

impl Standstill {
    /// Waits until so many transactions wait, for this or for each other.
    pub async fn until_waiting(&self, many: i64) {
        let Some(tx) = &self.0 else { return };
        for _ in 0..2_000 {
            // A transaction sees the connections that there were when it first looked, unless it forgets them.
            tx.execute_unprepared("SELECT pg_stat_clear_snapshot()").await.expect("the snapshot stays");
            let row = tx.query_one_raw(sea_orm::Statement::from_string(DbBackend::Postgres, WAITING)).await;
            let row = row.expect("the locks cannot be read").expect("no row");
            if row.try_get::<i64>("", "many").expect("no number") >= many {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("nobody waits: {many} transactions should meet here");
    }

    /// Lets everybody go on.
    pub async fn end(self) {
        if let Some(tx) = self.0 {
            tx.rollback().await.expect("the standstill does not end");
        }
    }
}
