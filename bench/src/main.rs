//! How fast siwei is, as ratios within one run: see `bench --help`.
//!
//! It starts a PostgreSQL and the release `siwei` of its own on free ports, fills a database,
//! and lets what is compared run in turn (A B A B …), because figures of one machine move by
//! half from hour to hour while the ratio of two neighbours hardly does.
//!
//! **Why a load generator of our own** ([`load`]) and not `wrk`: a claim needs another wish and
//! another caller each time, and every answer's status must be checked; in `wrk` both are Lua,
//! which then is what one measures. A hundred lines of keep-alive HTTP/1.1 over tokio send
//! requests that are rendered beforehand, and need nothing to be installed.
//!
//! | file | what it knows |
//! |---|---|
//! | `arguments.rs` | the command line |
//! | `servers/` | the processes: PostgreSQL, Redis, siwei; each ends with its guard |
//! | `world/` | what is in the database: people, wishes, the crowd's tokens |
//! | `http.rs`, `load.rs` | requests, and clients that send them as fast as they can |
//! | `pgbench/` | the statements that siwei sends, listened to and replayed by pgbench |
//! | `embedded.rs` | one connection that writes into the embedded SQLite |
//! | `figures.rs`, `turns.rs` | one run, and several sides in turn |
//! | `parts/` | what is measured, one file each, with its aims |
//! | `report/` | the table, Markdown and JSON |

mod arguments;
mod embedded;
mod figures;
mod http;
mod load;
mod parts;
mod pgbench;
mod progress;
mod report;
mod servers;
mod turns;
mod world;

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

use arguments::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match measure(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure(arguments: &Arguments) -> anyhow::Result<bool> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(arguments.threads()).enable_all().build()?;
    runtime
        .block_on(async {
            let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
            // Whichever way this ends, the guards of the processes are dropped and end them.
            tokio::select! {
                done = parts::run(arguments) => done,
                _ = interrupt.recv() => Err(anyhow::anyhow!("中断 / interrupted")),
                _ = terminate.recv() => Err(anyhow::anyhow!("中断 / terminated")),
            }
        })
        .context("没有测完 / not finished")
}
