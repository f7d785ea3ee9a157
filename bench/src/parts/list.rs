//! Lists that no cache has, against pgbench running the same SQL: pages of the wall from any
//! instant of two years, and the list of the staff, who see all wishes.

use std::sync::atomic::AtomicU64;

use bytes::Bytes;
use chrono::{DateTime, SubsecRound, Utc};

use super::bench::Bench;
use super::cursor::{PAGE, Place, somewhere};
use super::wall;
use crate::arguments::Part;
use crate::figures::Run;
use crate::http;
use crate::load::Load;
use crate::pgbench::{Marker, Replay};
use crate::report::{Aim, Row};
use crate::servers::Siwei;
use crate::turns::Side;

/// Who of the demo reads the list of the staff.
pub const STAFF: &str = "沈洁";

/// Measures both.
pub async fn rows(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    let path = wall::path(&bench.community);
    let (ours, theirs, statements) = compare(bench, "wall", &path, None, 1).await?;
    let against = format!("pgbench, the same {statements} statements");
    let wall = Row::ratio(Part::List, "wall page, not cached", &ours, &against, &theirs).aim(Aim::AtLeast(0.5));
    let (ours, theirs, statements) = compare(bench, "staff", "/api/v1/wishes", Some(STAFF), 2).await?;
    let against = format!("pgbench, the same {statements} statements");
    let staff = Row::ratio(Part::List, "list of the staff", &ours, &against, &theirs);
    Ok(vec![wall, staff])
}

async fn compare(
    bench: &Bench<'_>,
    name: &str,
    path: &str,
    reader: Option<&str>,
    series: u64,
) -> anyhow::Result<(Vec<Run>, Vec<Run>, usize)> {
    // Whole seconds and one microsecond: printed alike by everybody, and like no other instant.
    let now = Utc::now().trunc_subsecs(0) + chrono::Duration::microseconds(1);
    let moved = format!("(to_timestamp({}) - :ago * interval '1 microsecond')", now.timestamp());
    let marker = Marker { text: now.format("%Y-%m-%d %H:%M:%S%.6f+00").to_string(), sql: moved };
    let requests = async |siwei: &Siwei| {
        let list = List::of(bench, siwei, path, reader).await?;
        Ok(vec![list.page(somewhere(now, 1)), list.page(somewhere(now, 2)), list.page(now)])
    };
    let script = bench.script(name, requests, &[marker]).await?;
    let siwei = bench.siwei(bench.least(), false).await?;
    let (clients, list) = (bench.arguments.clients, List::of(bench, &siwei, path, reader).await?);
    let replay = Replay {
        postgres: bench.postgres()?,
        database: &bench.database(bench.least()),
        script: &script,
        clients,
        series,
        effect: None,
        runs: AtomicU64::default(),
    };
    let load = Load::each(siwei.address, clients, 200, move |number| Some(list.page(somewhere(now, number))));
    let sides = [Side::Http(&siwei, load), Side::Pgbench(replay)];
    let [ours, theirs] = bench.turns().take(&bench.progress, &format!("列表 / list {path}"), sides).await?;
    Ok((ours, theirs, script.statements))
}

/// A list and who reads it.
pub struct List {
    path: String,
    headers: String,
    place: Place,
}

impl List {
    /// The list at `path`, read by somebody of the demo or without login.
    pub async fn of(bench: &Bench<'_>, siwei: &Siwei, path: &str, reader: Option<&str>) -> anyhow::Result<Self> {
        let headers = match reader {
            Some(name) => bench.sign_in(siwei.address, name).await?,
            None => String::new(),
        };
        let (place, _) = Place::end_of_page(siwei.address, path, &headers, 1).await?;
        Ok(Self { path: path.to_owned(), headers, place })
    }

    /// The same list, with the place at the end of another page; that page's number.
    pub async fn at_page(&self, siwei: &Siwei, page: u64) -> anyhow::Result<(Place, u64)> {
        Place::end_of_page(siwei.address, &self.path, &self.headers, page).await
    }

    /// The page behind an instant.
    pub fn page(&self, instant: DateTime<Utc>) -> Bytes {
        let cursor = self.place.cursor(instant);
        http::get(&format!("{}?cursor={cursor}&pageSize={PAGE}", self.path), &self.headers)
    }
}
