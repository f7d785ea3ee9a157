//! Closing a vote with many ballots: counted from their rows, judged, signed. The clock's job is
//! timed from outside, from the start of the process to the row that says `counted`.

use std::time::{Duration, Instant};

use anyhow::ensure;

use super::bench::Bench;
use crate::arguments::Part;
use crate::report::{Aim, Row};
use crate::world::{self, Vote};

/// Longer than this is a failure.
const PATIENCE: Duration = Duration::from_secs(600);

/// Measures it.
pub async fn rows(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    let (postgres, database, ballots) = (bench.postgres()?, "closing", bench.arguments.ballots);
    bench.copy(database).await?;
    let vote = Vote { entries: ballots, people: 0, ballots };
    world::hold(postgres, &bench.progress, database, &bench.community, vote).await?;
    bench.progress.stage(format!("计 {ballots} 票 / counting {ballots} ballots"), 1);
    let siwei = bench.siwei_on(database, true).await?;
    let before = siwei.memory()?;
    let id = world::deliberation();
    postgres.sql(database, &format!("UPDATE deliberation SET closes_at = now() WHERE id = '{id}'")).await?;
    let begun = Instant::now();
    let counted = loop {
        let found =
            postgres.sql(database, &format!("SELECT tally->>'ballots' FROM deliberation WHERE id = '{id}'")).await?;
        if !found.trim().is_empty() {
            break found.trim().parse::<u64>()?;
        }
        ensure!(begun.elapsed() < PATIENCE, "the vote was not counted");
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let (time, after) = (begun.elapsed(), siwei.memory()?);
    ensure!(counted == ballots, "{counted} of {ballots} ballots were counted");
    Ok(vec![
        Row::milliseconds(Part::Close, &format!("closing {ballots} ballots"), time.as_secs_f64() * 1e3)
            .aim(Aim::Below(30_000.0)),
        Row::megabytes(Part::Close, "memory that closing added, at most", (after.peak - before.now).max(0.1))
            .aim(Aim::Below(40.0)),
    ])
}
