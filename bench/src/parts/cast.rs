//! Casting ballots: 64 clients, one deliberation, every ballot by another voter. Held against
//! pgbench with the bare INSERT of a ballot, which checks nothing, signs nothing and writes no
//! event; and against the INSERT with an UPDATE of one tally row, as one would first write it.
//! On SQLite, against one connection with the same INSERT, a transaction each, `synchronous=FULL`.
//! Then the turnout, which everybody looks at meanwhile, against a static answer.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use bytes::Bytes;

use super::bench::Bench;
use super::wall::STATIC;
use crate::arguments::Part;
use crate::embedded::Writing;
use crate::figures::{Figure, Run};
use crate::http;
use crate::load::Load;
use crate::pgbench::{Effect, Replay, Script};
use crate::report::{Aim, Row};
use crate::servers::Siwei;
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

/// How many voters there are for one run, and for one side of all rounds.
#[derive(Clone, Copy)]
struct Voters {
    a_run: u64,
    a_side: u64,
}

impl Voters {
    fn of(bench: &Bench<'_>) -> Self {
        let a_run = bench.arguments.most(MOST_A_SECOND, CLIENTS);
        Self { a_run, a_side: a_run * (bench.arguments.rounds + 1) }
    }
}

/// Measures it.
pub async fn rows(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    match bench.embedded() {
        Some(file) => on_sqlite(bench, file).await,
        None => on_postgres(bench).await,
    }
}

async fn on_postgres(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    let (postgres, database, voters) = (bench.postgres()?, "votes".to_owned(), Voters::of(bench));
    bench.copy(&database).await?;
    let vote = Vote { entries: 3 * voters.a_side, people: voters.a_side, ballots: 0 };
    world::hold(postgres, &bench.progress, &database, &bench.community, vote).await?;
    let siwei = bench.siwei_on(&database, false).await?;
    let tokens = Tokens::of_voters(voters.a_side)?;
    let insert = Script::written(INSERT);
    let transaction = format!("BEGIN;\n{INSERT}{TALLY}COMMIT;\n");
    let hot = Script::written(&transaction);
    let replay = |script, series: u64| Replay {
        postgres,
        database: &database,
        script,
        clients: CLIENTS,
        series: 10 + series,
        effect: Some(Effect { table: "ballot", first: series * voters.a_side, pool: voters.a_run }),
        runs: AtomicU64::default(),
    };
    let ours = Side::Http(&siwei, ballots(&siwei, &tokens, voters));
    let sides = [ours, Side::Pgbench(replay(&insert, 1)), Side::Pgbench(replay(&hot, 2))];
    let [ours, plain, tally] = bench.turns().take(&bench.progress, "投票 / cast", sides).await?;
    let mut rows = vec![
        Row::ratio(Part::Cast, "cast, one deliberation", &ours, "pgbench, the bare INSERT", &plain)
            .aim(Aim::AtLeast(2.0)),
        Row::ratio(Part::Cast, "cast, one deliberation", &ours, "pgbench, INSERT + hot tally UPDATE", &tally),
        spread(&ours),
    ];
    rows.push(turnout(bench, &siwei, &tokens).await?);
    Ok(rows)
}

async fn on_sqlite(bench: &Bench<'_>, file: PathBuf) -> anyhow::Result<Vec<Row>> {
    let voters = Voters::of(bench);
    bench.progress.stage(format!("造 {} 名选民 / making {} voters", voters.a_side, voters.a_side), 1);
    world::hold_embedded(&file, &bench.community, voters.a_side, 2 * voters.a_side).await?;
    let siwei = bench.siwei_on("", false).await?;
    let tokens = Tokens::of_voters(voters.a_side)?;
    let ours = Side::Http(&siwei, ballots(&siwei, &tokens, voters));
    let alone = Side::Embedded(Writing { file, next: AtomicU64::new(voters.a_side) });
    let [ours, alone] = bench.turns().take(&bench.progress, "投票 / cast", [ours, alone]).await?;
    let against = "one connection, the bare INSERT, FULL";
    let mut rows = vec![
        Row::ratio(Part::Cast, "cast, one deliberation", &ours, against, &alone).aim(Aim::AtLeast(2.0)),
        spread(&ours),
    ];
    rows.push(turnout(bench, &siwei, &tokens).await?);
    Ok(rows)
}

/// Every ballot by the next voter.
fn ballots(siwei: &Siwei, tokens: &Tokens, Voters { a_side, .. }: Voters) -> Load {
    let tokens = tokens.clone();
    let mut load = Load::each(siwei.address, CLIENTS, 201, move |number| {
        (number < a_side).then(|| request(&http::bearer(tokens.of(number))))
    });
    load.next = Arc::new(AtomicU64::new(0));
    load
}

fn request(by: &str) -> Bytes {
    let path = format!("/api/v1/deliberations/{}/ballots", Kind::Deliberation.id(0));
    http::post(&path, by, r#"{"choice":{"kind":"agree"}}"#)
}

fn spread(ours: &[Run]) -> Row {
    let figure = Figure::of(ours);
    let spread = figure.p99_ms / figure.p50_ms.max(f64::MIN_POSITIVE);
    Row::times(Part::Cast, "cast, p99 as many times p50", spread, "itself", ours, ours).aim(Aim::AtMost(10.0))
}

/// The live turnout, as one voter after the other asks for it.
async fn turnout(bench: &Bench<'_>, siwei: &Siwei, tokens: &Tokens) -> anyhow::Result<Row> {
    let path = format!("/api/v1/deliberations/{}/turnout", Kind::Deliberation.id(0));
    let tokens = tokens.clone();
    let asked = Load::each(siwei.address, bench.arguments.clients, 200, move |number| {
        Some(http::get(&path, &http::bearer(tokens.of(number % 1_000))))
    });
    let fixed = Load::same(siwei.address, bench.arguments.clients, 200, http::get(STATIC, ""));
    let sides = [Side::Http(siwei, asked), Side::Http(siwei, fixed)];
    let [asked, fixed] = bench.turns().take(&bench.progress, "参与率 / turnout", sides).await?;
    Ok(Row::ratio(Part::Cast, "turnout from the cache", &asked, "static answer", &fixed))
}
