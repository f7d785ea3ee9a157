//! Memory that is resident: when nobody asks, and after the wall, lists and submissions at full
//! speed. The background worker is on, as in production.

use std::time::Duration;

use super::bench::Bench;
use super::cursor::somewhere;
use super::list::{List, STAFF};
use super::{submit, wall};
use crate::arguments::Part;
use crate::figures::Figure;
use crate::http;
use crate::load::Load;
use crate::report::{Aim, Row};

/// After a start it settles for so long.
const REST: Duration = Duration::from_secs(3);

/// Measures it.
pub async fn rows(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    bench.progress.stage("内存 / memory", 1);
    let siwei = bench.siwei(bench.least(), true).await?;
    tokio::time::sleep(REST).await;
    let idle = siwei.memory()?.now;
    let (address, clients) = (siwei.address, bench.arguments.clients);
    let list = List::of(bench, &siwei, "/api/v1/wishes", Some(STAFF)).await?;
    let now = chrono::Utc::now();
    let mut loads = vec![
        Load::same(address, clients, 200, http::get(&wall::path(&bench.community), "")),
        Load::each(address, clients, 200, move |number| Some(list.page(somewhere(now, number)))),
    ];
    if !bench.arguments.sqlite {
        loads.push(submit::load(&siwei, clients, bench.tokens.clone()));
    }
    let mut runs = Vec::new();
    for load in loads {
        runs.push(load.run(bench.arguments.length()).await);
    }
    let after = siwei.memory()?;
    let failure = Figure::of(&runs).failure;
    Ok(vec![
        Row::megabytes(Part::Memory, "memory, idle", idle).aim(Aim::Below(40.0)),
        Row::megabytes(Part::Memory, "memory after load", after.now).failing(failure),
        Row::megabytes(Part::Memory, "memory, at most", after.peak),
    ])
}
