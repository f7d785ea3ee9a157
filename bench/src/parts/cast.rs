//! Casting ballots: 64 clients, one deliberation, every ballot by another voter. Held against
//! pgbench with the bare INSERT of a ballot, which checks nothing, signs nothing and writes no
//! event; and against the INSERT with an UPDATE of one tally row, as one would first write it.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use bytes::Bytes;

use super::bench::Bench;
use crate::arguments::{Part, cores};
use crate::figures::Figure;
use crate::http;
use crate::load::Load;
use crate::pgbench::{Effect, Replay, Script};
use crate::report::{Aim, Row};
use crate::turns::Side;
use crate::world::{self, Kind, Tokens, Vote};

/// Clients at a time: a building that votes in the same minute.
const CLIENTS: u64 = 64;

/// A core takes fewer ballots a second than this; so many voters are made.
const MOST_A_SECOND: u64 = 8_000;

/// The bare ballot.
const INSERT: &str =
    "INSERT INTO ballot (id, deliberation_id, entry_id, channel, account_id, content, leaf, sequence, cast_at)
 VALUES (bench_id(16, :fresh), bench_id(9, 0), bench_id(12, :target), 'online', bench_id(3, :person),
 '{\"choice\":{\"kind\":\"agree\"},\"salt\":\"0000000000000000000000000000000000000000000000000000000000000000\"}',
 lpad(to_hex((:fresh)::bigint), 64, '0'), 1, now());
";

/// The counter that every ballot would touch.
const TALLY: &str = "UPDATE bench_tally SET ballots = ballots + 1 WHERE id = 1;\n";

/// Measures it.
pub async fn rows(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    let (postgres, database) = (bench.postgres()?, "votes".to_owned());
    let a_run = MOST_A_SECOND * cores() as u64 * bench.arguments.seconds.max(bench.arguments.warm_up) + CLIENTS;
    let a_side = a_run * (bench.arguments.rounds + 1);
    bench.copy(&database).await?;
    let vote = Vote { entries: 3 * a_side, people: a_side, ballots: 0 };
    world::hold(postgres, &bench.progress, &database, &bench.community, vote).await?;
    let siwei = bench.siwei_on(&database, false).await?;
    let tokens = Tokens::of_voters(a_side)?;
    let mut load = Load::each(siwei.address, CLIENTS, 201, move |number| {
        (number < a_side).then(|| request(&http::bearer(tokens.of(number))))
    });
    load.next = Arc::new(AtomicU64::new(0));
    let insert = Script::written(INSERT);
    let transaction = format!("BEGIN;\n{INSERT}{TALLY}COMMIT;\n");
    let hot = Script::written(&transaction);
    let replay = |script, series: u64| Replay {
        postgres,
        database: &database,
        script,
        clients: CLIENTS,
        series: 10 + series,
        effect: Some(Effect { table: "ballot", first: series * a_side, pool: a_run }),
        runs: AtomicU64::default(),
    };
    let sides = [Side::Http(&siwei, load), Side::Pgbench(replay(&insert, 1)), Side::Pgbench(replay(&hot, 2))];
    let [ours, plain, tally] = bench.turns().take(&bench.progress, "投票 / cast", sides).await?;
    let figure = Figure::of(&ours);
    let spread = figure.p99_ms / figure.p50_ms.max(f64::MIN_POSITIVE);
    Ok(vec![
        Row::ratio(Part::Cast, "cast, one deliberation", &ours, "pgbench, the bare INSERT", &plain)
            .aim(Aim::AtLeast(2.0)),
        Row::ratio(Part::Cast, "cast, one deliberation", &ours, "pgbench, INSERT + hot tally UPDATE", &tally),
        Row::times(Part::Cast, "cast, p99 as many times p50", spread, "itself", &ours, &ours).aim(Aim::AtMost(10.0)),
    ])
}

fn request(by: &str) -> Bytes {
    let path = format!("/api/v1/deliberations/{}/ballots", Kind::Deliberation.id(0));
    http::post(&path, by, r#"{"choice":{"kind":"agree"}}"#)
}
