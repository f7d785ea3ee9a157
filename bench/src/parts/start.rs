//! From the start of the process to the first good answer of `/readyz`, on a database that is there.

use super::bench::Bench;
use crate::arguments::Part;
use crate::figures::median;
use crate::report::{Aim, Row};

/// Measures it.
pub async fn rows(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    bench.progress.stage("启动 / start-up", bench.arguments.rounds);
    let mut millis = Vec::new();
    for _ in 0..bench.arguments.rounds {
        let siwei = bench.siwei(bench.least(), true).await?;
        millis.push(siwei.start.as_secs_f64() * 1_000.0);
        bench.progress.step();
    }
    Ok(vec![Row::milliseconds(Part::Start, "start on an existing database", median(millis)).aim(Aim::Below(300.0))])
}
