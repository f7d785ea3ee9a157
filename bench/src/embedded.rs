//! One connection that writes into the embedded SQLite as fast as it can, a transaction a row.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use sqlx::AssertSqlSafe;

use crate::figures::Run;
use crate::turns::Length;
use crate::world;

/// Writes ballots, each of another voter: what the database alone takes with `synchronous=FULL`.
pub struct Writing {
    /// The database.
    pub file: PathBuf,
    /// The entry on the roll that comes next.
    pub next: AtomicU64,
}

impl Writing {
    /// Writes for so long.
    pub async fn run(&self, length: Length) -> anyhow::Result<Run> {
        let mut connection = world::open_embedded(&self.file).await?;
        let sql = world::embedded_ballot();
        let begun = Instant::now();
        let mut run = Run::default();
        while !length.is_over(begun, run.done) {
            let number = self.next.fetch_add(1, Ordering::Relaxed) as i64;
            let asked = Instant::now();
            sqlx::query(AssertSqlSafe(sql.clone())).bind(number).execute(&mut connection).await?;
            run.micros.push(u32::try_from(asked.elapsed().as_micros()).unwrap_or(u32::MAX));
            run.done += 1;
        }
        run.seconds = begun.elapsed().as_secs_f64();
        run.micros.sort_unstable();
        Ok(run)
    }
}
