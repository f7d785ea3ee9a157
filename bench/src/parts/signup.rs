//! Signing up for a shift: 64 clients, every sign-up by another volunteer; first all for one hot shift,
//! then spread over a hundred. Held against pgbench with what one would write first: an `UPDATE` that
//! takes a place where one is left, and the `INSERT` of the sign-up. It looks at nobody's age, skills or
//! other shifts, and writes no event.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use anyhow::ensure;

use super::bench::Bench;
use crate::arguments::Part;
use crate::figures::Run;
use crate::http;
use crate::load::Load;
use crate::pgbench::{Effect, Replay, Script};
use crate::report::{Aim, Row};
use crate::servers::{Postgres, Siwei};
use crate::turns::Side;
use crate::world::{self, MANY_SHIFTS, Tokens};

/// Clients at a time: the minute in which a popular shift opens.
const CLIENTS: u64 = 64;

/// A core takes fewer sign-ups a second than this; so many volunteers are made.
const MOST_A_SECOND: u64 = 8_000;

/// Shifts over which one side's sign-ups are spread: the hot one, or the hundred after it.
#[derive(Clone, Copy)]
struct Shifts {
    first: u64,
    many: u64,
}

impl Shifts {
    const HOT: Self = Self { first: 0, many: 1 };
    const SPREAD: Self = Self { first: 1, many: MANY_SHIFTS };

    /// The one that this sign-up is for.
    fn of(self, number: u64) -> u64 {
        self.first + number % self.many
    }

    /// The conditional `UPDATE` and the `INSERT`, on pgbench's own shifts.
    fn transaction(self) -> Script {
        let shift = format!("bench_id(15, {} + :target % {})", MANY_SHIFTS + 1 + self.first, self.many);
        let action = format!("bench_id(14, {} + :target % {})", MANY_SHIFTS + 1 + self.first, self.many);
        Script::written(&format!(
            "BEGIN;
UPDATE shift_role SET taken = taken + 1 WHERE id = {shift} AND taken < capacity;
INSERT INTO signup (id, community_id, action_id, shift_id, shift_role_id, volunteer_id, account_id, status, lapses,
                    by_account_id, late_cancel, overridden, version, created_at, updated_at)
SELECT bench_id(16, :fresh), community_id, {action}, {shift}, {shift}, id, account_id, 'confirmed', 0,
       account_id, false, false, 1, now(), now()
FROM volunteer WHERE id = bench_id(12, :target);
COMMIT;
"
        ))
    }
}

/// Measures it.
pub async fn rows(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    let (postgres, database) = (bench.postgres()?, "signups".to_owned());
    let a_run = bench.arguments.most(MOST_A_SECOND, CLIENTS);
    let a_side = a_run * (bench.arguments.rounds + 1);
    bench.copy(&database).await?;
    // siwei's volunteers, and behind them pgbench's.
    world::call(postgres, &bench.progress, &database, &bench.community, (a_side, 2 * a_side)).await?;
    let siwei = bench.siwei_on(&database, false).await?;
    let pair = Pair { postgres, database: &database, siwei: &siwei, tokens: Tokens::of_voters(a_side)?, a_run, a_side };
    let [hot, plain_hot] = pair.take(bench, "报名，一个班次 / sign up, one shift", Shifts::HOT, 20).await?;
    let [spread, plain_spread] = pair.take(bench, "报名，一百个班次 / sign up, 100 shifts", Shifts::SPREAD, 21).await?;
    let wrong = world::miscounted(postgres, &database).await?;
    ensure!(wrong == 0, "{wrong} shifts have other places taken than sign-ups");
    let against = "pgbench, conditional UPDATE + INSERT";
    Ok(vec![
        Row::ratio(Part::Signup, "sign up, one hot shift", &hot, against, &plain_hot).aim(Aim::AtLeast(10.0)),
        Row::ratio(Part::Signup, "sign up, 100 shifts", &spread, against, &plain_spread).aim(Aim::AtLeast(1.0)),
    ])
}

/// Both sides of one row.
struct Pair<'a> {
    postgres: &'a Postgres,
    database: &'a str,
    siwei: &'a Siwei,
    tokens: Tokens,
    a_run: u64,
    a_side: u64,
}

impl Pair<'_> {
    async fn take(&self, bench: &Bench<'_>, what: &str, shifts: Shifts, series: u64) -> anyhow::Result<[Vec<Run>; 2]> {
        let (tokens, a_side) = (self.tokens.clone(), self.a_side);
        let mut load = Load::each(self.siwei.address, CLIENTS, 201, move |number| {
            let by = (number < a_side).then(|| http::bearer(tokens.of(number)))?;
            Some(http::post(&world::signups_path(shifts.of(number)), &by, "{}"))
        });
        load.next = Arc::new(AtomicU64::new(0));
        let script = shifts.transaction();
        let replay = Replay {
            postgres: self.postgres,
            database: self.database,
            script: &script,
            clients: CLIENTS,
            series,
            effect: Some(Effect { table: "signup", first: self.a_side, pool: self.a_run }),
            runs: AtomicU64::default(),
        };
        bench.turns().take(&bench.progress, what, [Side::Http(self.siwei, load), Side::Pgbench(replay)]).await
    }
}
