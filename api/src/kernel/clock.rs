//! The one clock: the database's on PostgreSQL, the machine's own beside an
//! embedded SQLite. Tests shift it; nothing over HTTP can.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, SubsecRound, Utc};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

/// Tells the time in microseconds, which both databases keep exactly.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    offset_micros: Arc<AtomicI64>,
}

impl Clock {
    /// The instant by the database's clock: what is stored and what deadlines are compared with.
    pub async fn now(&self, conn: &impl ConnectionTrait) -> Result<DateTime<Utc>, DbErr> {
        if conn.get_database_backend() != DbBackend::Postgres {
            return Ok(self.approximate());
        }
        let sql = Statement::from_string(DbBackend::Postgres, "SELECT clock_timestamp() AS now");
        let row = conn.query_one_raw(sql).await?.ok_or(DbErr::RecordNotFound("clock".into()))?;
        Ok(row.try_get::<DateTime<Utc>>("", "now")?.trunc_subsecs(6) + self.offset())
    }

    /// The instant by this process: good enough for tokens and rate windows.
    pub fn approximate(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6) + self.offset()
    }

    /// Moves the clock forward, for tests.
    pub fn advance(&self, by: Duration) {
        self.offset_micros.fetch_add(by.num_microseconds().unwrap_or(i64::MAX), Ordering::SeqCst);
    }

    fn offset(&self) -> Duration {
        Duration::microseconds(self.offset_micros.load(Ordering::SeqCst))
    }
}
