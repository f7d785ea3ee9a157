//! Claiming a wish, against pgbench running the same statements. Every claim takes another wish,
//! by another of five thousand volunteers, so that nobody holds more than a person would.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use bytes::Bytes;

use super::bench::Bench;
use super::submit::{crowd_markers, new_key};
use crate::arguments::Part;
use crate::http;
use crate::load::Load;
use crate::pgbench::{Effect, Marker, Replay};
use crate::report::{Aim, Row};
use crate::servers::Siwei;
use crate::turns::Side;
use crate::world::{self, Kind};

/// A core claims fewer wishes a second than this, over HTTP or by pgbench; so many are made.
const MOST_A_SECOND: u64 = 1_500;

/// The key of the request that is listened to.
const LISTENED_KEY: &str = "bench-listens-to-claim";

/// The first wishes are for the requests that are listened to.
const LISTENED: u64 = 10;

/// Measures it.
pub async fn rows(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    let (postgres, database) = (bench.postgres()?, bench.database(bench.least()));
    let pool = bench.arguments.most(MOST_A_SECOND, bench.arguments.clients);
    let a_side = pool * (bench.arguments.rounds + 1);
    world::pool(postgres, &bench.progress, &database, &bench.community, LISTENED + 2 * a_side).await?;
    let tokens = bench.tokens.clone();
    let requests = async |_: &Siwei| {
        let by = |person: u64, key: &str| request(person, &http::bearer(tokens.of(person)), key);
        Ok(vec![by(1, "warm-claim-1"), by(2, "warm-claim-2"), by(0, LISTENED_KEY)])
    };
    let mut markers = crowd_markers(LISTENED_KEY);
    markers.push(Marker { text: Kind::Claimable.id(0).to_string(), sql: Kind::Claimable.sql("target") });
    let script = bench.script("claim", requests, &markers).await?;
    let siwei = bench.siwei(bench.least(), false).await?;
    let replay = Replay {
        postgres,
        database: &database,
        script: &script,
        clients: bench.arguments.clients,
        series: 4,
        effect: Some(Effect { table: "wish_claim", first: LISTENED + a_side, pool }),
        runs: AtomicU64::default(),
    };
    let tokens = bench.tokens.clone();
    let mut load = Load::each(siwei.address, bench.arguments.clients, 200, move |number| {
        let mine = (number < LISTENED + a_side).then_some(number)?;
        Some(request(mine, &http::bearer(tokens.of(mine)), &new_key()))
    });
    load.next = Arc::new(AtomicU64::new(LISTENED));
    let sides = [Side::Http(&siwei, load), Side::Pgbench(replay)];
    let [ours, theirs] = bench.turns().take(&bench.progress, "认领 / claim", sides).await?;
    let against = format!("pgbench, the same {} statements", script.statements);
    Ok(vec![Row::ratio(Part::Claim, "claim", &ours, &against, &theirs).aim(Aim::AtLeast(0.5))])
}

fn request(wish: u64, by: &str, key: &str) -> Bytes {
    let path = format!("/api/v1/wishes/{}/claim", Kind::Claimable.id(wish));
    http::post(&path, &format!("{by}idempotency-key: {key}\r\n"), r#"{"version":1}"#)
}
