//! The binary as an operator meets it.

mod importing;
mod operator;
mod serving;

use std::process::Command;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// The binary, away from the settings of whoever runs the tests.
fn siwei() -> Command {
    let mut siwei = Command::new(env!("CARGO_BIN_EXE_siwei"));
    siwei.env_remove("RUST_LOG").env_remove("SIWEI_CONFIG");
    siwei
}
