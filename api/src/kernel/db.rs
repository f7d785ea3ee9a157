//! The unit of work: the only way to change anything. Row, event and outbox
//! message commit together or not at all.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::ids::{AccountId, ApiClientId};
use migration::{Migrator, MigratorTrait};
use sea_orm::prelude::async_trait;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    ExecResult, IsolationLevel, QueryResult, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

use super::{Kernel, Vault};
use crate::error::Result;

/// Whose doing a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A person, by account.
    Account(AccountId),
    /// A program of a third party.
    Client(ApiClientId),
    /// siwei itself, by the clock.
    System,
}

/// Why a transaction runs: by whom and in which request.
#[derive(Clone, Debug)]
pub struct Cause {
    /// Whose doing it is.
    pub by: By,
    /// The request's id, when there is a request.
    pub request_id: Option<String>,
}

impl Cause {
    /// A change by siwei itself.
    pub fn system() -> Self {
        Self { by: By::System, request_id: None }
    }
}

type Hook = Box<dyn FnOnce(&Kernel) + Send>;

/// An open write transaction with its instant and its cause.
pub struct Tx<'k> {
    inner: DatabaseTransaction,
    kernel: &'k Kernel,
    now: DateTime<Utc>,
    cause: Cause,
    after_commit: Mutex<Vec<Hook>>,
}

impl Tx<'_> {
    /// The transaction's instant: read once, from the database's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// What everything shares.
    pub fn kernel(&self) -> &Kernel {
        self.kernel
    }

    /// The keeper of personal data.
    pub fn vault(&self) -> &Vault {
        &self.kernel.vault
    }

    /// By whom and in which request this runs.
    pub fn cause(&self) -> &Cause {
        &self.cause
    }

    /// What this transaction reads, it reads by an index. PostgreSQL keeps the plan that a statement got at first: made
    /// while a table was small, it reads the whole of it, until the table's statistics are made anew.
    pub async fn read_by_index(&self) -> Result<()> {
        if self.get_database_backend() == DbBackend::Postgres {
            self.execute_unprepared("SET LOCAL enable_seqscan = off").await?;
        }
        Ok(())
    }

    /// Registers what may only happen once the change is real: cache invalidation, hints.
    pub fn after_commit(&self, hook: impl FnOnce(&Kernel) + Send + 'static) {
        self.hooks().push(Box::new(hook));
    }

    /// Runs `work` in a savepoint: on `Ok` what it did belongs to this transaction; a refusal undoes it and
    /// the transaction goes on. For many things at once, some of which may be refused.
    ///
    /// # Errors
    /// What is nobody's refusal but our own failure ends the whole transaction.
    pub async fn attempt<T>(&self, work: impl AsyncFnOnce(&Tx<'_>) -> Result<T>) -> Result<Result<T>> {
        let inner = self.inner.begin().await?;
        let cause = self.cause.clone();
        let tx = Tx { inner, kernel: self.kernel, now: self.now, cause, after_commit: Mutex::default() };
        match work(&tx).await {
            Ok(value) => {
                let hooks = std::mem::take(&mut *tx.hooks());
                tx.inner.commit().await?;
                self.hooks().extend(hooks);
                Ok(Ok(value))
            }
            Err(error) => {
                tx.inner.rollback().await?;
                if error.code().status() < 500 { Ok(Err(error)) } else { Err(error) }
            }
        }
    }

    fn hooks(&self) -> std::sync::MutexGuard<'_, Vec<Hook>> {
        self.after_commit.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs `work` in one write transaction: commits on `Ok`, rolls back on `Err`.
///
/// On SQLite it begins IMMEDIATE: a deferred transaction that reads and then
/// writes fails at once when another one wrote in between.
pub async fn write<T>(kernel: &Kernel, cause: Cause, work: impl AsyncFnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
    let options =
        TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    let inner = kernel.db.begin_with_options(options).await?;
    let now = kernel.clock.now(&inner).await?;
    let tx = Tx { inner, kernel, now, cause, after_commit: Mutex::default() };
    match work(&tx).await {
        Ok(value) => {
            let hooks = std::mem::take(&mut *tx.hooks());
            tx.inner.commit().await?;
            hooks.into_iter().for_each(|hook| hook(kernel));
            Ok(value)
        }
        Err(error) => {
            tx.inner.rollback().await?;
            Err(error)
        }
    }
}

/// A read-only transaction that sees the database as it is at its first query, however long it
/// takes and whatever others write meanwhile.
pub async fn snapshot(db: &DatabaseConnection) -> Result<DatabaseTransaction> {
    let options = match db.get_database_backend() {
        DbBackend::Postgres => TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..Default::default()
        },
        // A deferred transaction in WAL mode is a snapshot.
        _ => TransactionOptions::default(),
    };
    Ok(db.begin_with_options(options).await?)
}

/// Rows or values for one statement: few enough for the parameters of both databases, whatever the table.
const CHUNK: usize = 1_000;

/// Cuts what is written or looked up in bulk into pieces for one statement each.
pub fn chunks<T>(items: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    let mut left = items.into_iter();
    std::iter::from_fn(move || Some(left.by_ref().take(CHUNK).collect::<Vec<T>>()).filter(|piece| !piece.is_empty()))
}

/// A connection that has rested for so long is asked whether it still lives. One that was
/// used a moment ago is not: that would double the round trips of every query.
const RESTED: Duration = Duration::from_secs(1);

/// Opens the pool. The URL alone chooses embedded SQLite or PostgreSQL.
pub async fn connect(url: &str, max_connections: u32) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(max_connections)
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire_if_idle_for(RESTED)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                // What was answered survives a power cut: people hold receipts for it.
                .synchronous(SqliteSynchronous::Full)
                // What is deleted is overwritten: the key of a secret ballot must be gone.
                .pragma("secure_delete", "ON")
                .busy_timeout(Duration::from_secs(5))
        })
        .map_sqlx_postgres_opts(|postgres| postgres.application_name("siwei").options([("timezone", "UTC")]));
    Ok(Database::connect(options).await?)
}

/// The advisory lock that lets one of several starting replicas migrate.
const MIGRATION_LOCK: i64 = 0x7369_7765_6900;

/// Brings the schema up to date. Replicas that start together wait for each other: the
/// lock is held on a connection of its own, so that a pool of one suffices.
pub async fn migrate(db: &DatabaseConnection, url: &str) -> Result<()> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(Migrator::up(db, None).await?);
    }
    let gate = connect(url, 1).await?;
    let guard = gate.begin().await?;
    guard.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
    Migrator::up(db, None).await?;
    guard.commit().await?;
    Ok(gate.close().await?)
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }
}
