//! pgbench, running a script.

use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context;

use super::script::Script;
use crate::arguments::cores;
use crate::figures::Run;
use crate::servers::Postgres;
use crate::turns::Length;
use crate::world::{CROWD, YEARS};

/// Numbers that one run may use up; the next one starts behind them.
const NUMBERS: u64 = 1_000_000_000;

/// Runs that one series may have.
const RUNS: u64 = 1_000;

/// Runs a script, time and again.
pub struct Replay<'a> {
    /// Where.
    pub postgres: &'a Postgres,
    /// In which database.
    pub database: &'a str,
    /// What.
    pub script: &'a Script,
    /// By so many clients.
    pub clients: u64,
    /// Each replay on a database has a number of its own, so that none makes an id of another.
    pub series: u64,
    /// What each transaction must leave behind.
    pub effect: Option<Effect>,
    /// How often it was run.
    pub runs: AtomicU64,
}

/// What each transaction must leave behind: otherwise an UPDATE that finds nothing would pass for fast.
#[derive(Clone, Copy, Debug)]
pub struct Effect {
    /// A new row of this table.
    pub table: &'static str,
    /// Claims: the first wish that waits for this series …
    pub first: u64,
    /// … and how many may be used up by one run.
    pub pool: u64,
}

impl Replay<'_> {
    /// Runs it for so long.
    pub async fn run(&self, length: Length) -> anyhow::Result<Run> {
        let before = self.count().await?;
        let folder = tempfile::tempdir_in(self.postgres.folder())?;
        let output = self.pgbench(length, folder.path())?.output().await.context("pgbench cannot be started")?;
        let mut run = read(&output, folder.path())?;
        let made = self.count().await? - before;
        if self.effect.is_some() && made < run.done {
            run.failed += run.done - made;
            run.failure.get_or_insert(format!("{} transactions left only {made} rows", run.done));
        }
        Ok(run)
    }

    fn pgbench(&self, length: Length, folder: &Path) -> anyhow::Result<tokio::process::Command> {
        let script = folder.join("script.sql");
        fs::write(&script, &self.script.text)?;
        let mut command = self.postgres.client("pgbench");
        command.args(["--no-vacuum", "--protocol", "prepared", "--log"]);
        command.arg("--log-prefix").arg(folder.join("times"));
        command.arg("--client").arg(self.clients.to_string());
        command.arg("--jobs").arg(self.clients.min(cores() as u64).to_string());
        // It knows the one limit or the other.
        match length.requests {
            Some(each) => command.arg("--transactions").arg(each.to_string()),
            None => command.arg("--time").arg(length.seconds.to_string()),
        };
        command.arg("--file").arg(&script);
        for (name, value) in self.numbers() {
            command.arg("--define").arg(format!("{name}={value}"));
        }
        for (name, value) in &self.script.constants {
            command.arg("--define").arg(format!("{name}={value}"));
        }
        command.arg(self.database);
        let mut command = tokio::process::Command::from(command);
        command.kill_on_drop(true);
        Ok(command)
    }

    /// Where the counting of this run starts.
    fn numbers(&self) -> [(&'static str, u64); 6] {
        let run = self.runs.fetch_add(1, Ordering::Relaxed);
        let pool = self.effect.map_or(0, |effect| effect.first + effect.pool * run);
        let span = YEARS * 365 * 86_400 * 1_000_000;
        let base = (self.series * RUNS + run) * NUMBERS;
        // Every client counts its turns from 1.
        let turn = 0;
        [("turn", turn), ("clients", self.clients), ("base", base), ("crowd", CROWD), ("pool", pool), ("span", span)]
    }

    async fn count(&self) -> anyhow::Result<u64> {
        let Some(Effect { table, .. }) = self.effect else { return Ok(0) };
        let count = self.postgres.sql(self.database, &format!("SELECT count(*) FROM {table}")).await?;
        count.parse().context("count(*) is no number")
    }
}

/// The rate from what it prints, the times from its logs, which have one line a transaction.
fn read(output: &Output, folder: &Path) -> anyhow::Result<Run> {
    let mut run = Run::default();
    for file in fs::read_dir(folder)?.flatten() {
        if file.file_name().to_string_lossy().starts_with("times") {
            run.micros.extend(times(&fs::read_to_string(file.path())?));
        }
    }
    run.micros.sort_unstable();
    run.done = run.micros.len() as u64;
    let said = String::from_utf8_lossy(&output.stdout);
    // Older versions print two rates; the last one is without the time to connect.
    let mut rates = said.lines().filter_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse::<f64>().ok());
    run.seconds = rates.next_back().filter(|rate| *rate > 0.0).map_or(0.0, |rate| run.done as f64 / rate);
    if !output.status.success() || run.done == 0 {
        let complaints = String::from_utf8_lossy(&output.stderr);
        let first = complaints.lines().find(|line| line.contains("error")).unwrap_or(complaints.trim());
        run.failed += 1;
        run.failure = Some(first.to_owned());
    }
    Ok(run)
}

/// A line is `client number microseconds script second microsecond`.
fn times(log: &str) -> impl Iterator<Item = u32> {
    log.lines().filter_map(|line| line.split(' ').nth(2)?.parse().ok())
}
