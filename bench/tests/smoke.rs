//! The whole harness with tiny figures: every row is there and no request failed. Never how
//! fast: that says something about the machine only.
//!
//! Each in its own pass of the suite: on SQLite, or on a PostgreSQL of the harness's own with pgbench.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Runs the harness and reads its figures.
fn measure(arguments: &[&str]) -> Result<Value, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let (json, log) = (folder.path().join("figures.json"), folder.path().join("siwei.log"));
    let output = Command::new(env!("CARGO_BIN_EXE_bench"))
        .args(["--requests", "5", "--rounds", "1", "--warm-up", "0", "--clients", "2", "--threads", "1"])
        .arg("--siwei")
        .arg(siwei()?)
        .arg("--json")
        .arg(&json)
        .arg("--log")
        .arg(&log)
        .args(arguments)
        .output()?;
    let said = [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).join("\n");
    assert!(output.status.success(), "{said}\n{}", std::fs::read_to_string(&log).unwrap_or_default());
    Ok(serde_json::from_str(&std::fs::read_to_string(json)?)?)
}

/// The binary of the same build, beside our own folder of tests.
fn siwei() -> Result<PathBuf, Box<dyn std::error::Error>> {
    let bench = Path::new(env!("CARGO_BIN_EXE_bench"));
    let siwei = bench.with_file_name("siwei");
    if siwei.is_file() { Ok(siwei) } else { Err("build siwei first: cargo build --workspace --bin siwei".into()) }
}

/// The rows by part, in order; each must have a value, and requests that went well where there are any.
fn rows(figures: &Value) -> Vec<&str> {
    let rows = figures["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    for row in rows {
        assert!(row["value"].as_f64().is_some_and(|value| value > 0.0), "{row}");
        assert!(row["failure"].is_null(), "{row}");
        for side in ["siwei", "other"] {
            let done = &row[side]["perSecond"];
            assert!(row[side].is_null() || done.as_f64().is_some_and(|done| done > 0.0), "{row}");
        }
    }
    rows.iter().filter_map(|row| row["part"].as_str()).collect()
}

fn on_postgres() -> bool {
    std::env::var_os("SIWEI_TEST_DATABASE_URL").is_some()
}

#[test]
fn every_row_is_there_on_sqlite() -> Outcome {
    if on_postgres() {
        return Ok(());
    }
    let figures = measure(&["--sqlite"])?;
    assert_eq!(
        rows(&figures),
        ["start", "wall", "wall", "wall", "memory", "memory", "memory", "submit", "cast", "cast", "cast"]
    );
    Ok(())
}

#[test]
fn every_row_is_there_on_postgresql_beside_pgbench() -> Outcome {
    if !on_postgres() {
        return Ok(());
    }
    let figures = measure(&["--wishes", "200,400", "--ballots", "1000"])?;
    let expected = "start wall wall wall list list memory memory memory submit submit claim cast cast cast cast close close signup signup pages pages pages pages";
    assert_eq!(rows(&figures), expected.split(' ').collect::<Vec<_>>());
    Ok(())
}
