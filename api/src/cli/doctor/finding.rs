//! What was found, and how it is told.

use comfy_table::{Cell, Color, ContentArrangement, Table, presets};
use serde::Serialize;

/// Whether something is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is.
    Good,
    /// It is not.
    Bad,
    /// Nothing to look at in this installation.
    Skipped,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
pub struct Finding {
    check: &'static str,
    #[serde(skip)]
    title: &'static str,
    state: State,
    found: String,
    todo: Option<String>,
}

impl Finding {
    /// As it should be.
    pub fn good(check: &'static str, title: &'static str, found: impl Into<String>) -> Self {
        Self { check, title, state: State::Good, found: found.into(), todo: None }
    }

    /// Not as it should be; `todo` says what to do next, in two languages.
    pub fn bad(check: &'static str, title: &'static str, found: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { check, title, state: State::Bad, found: found.into(), todo: Some(todo.into()) }
    }

    /// Not looked at, and why.
    pub fn skipped(check: &'static str, title: &'static str, found: impl Into<String>) -> Self {
        Self { check, title, state: State::Skipped, found: found.into(), todo: None }
    }

    /// Whether something is to be done.
    pub fn is_bad(&self) -> bool {
        self.state == State::Bad
    }
}

/// For people: a table, what to do under what was found.
pub fn print(findings: &[Finding]) {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    for one in findings {
        let (mark, colour) = match one.state {
            State::Good => ("✓", Color::Green),
            State::Bad => ("✗", Color::Red),
            State::Skipped => ("–", Color::DarkGrey),
        };
        let words = match &one.todo {
            Some(todo) => format!("{}\n→ {}", one.found, todo.replace('\n', "\n  ")),
            None => one.found.clone(),
        };
        table.add_row([Cell::new(mark).fg(colour), Cell::new(one.title), Cell::new(words)]);
    }
    println!("{table}\n");
    match findings.iter().filter(|one| one.is_bad()).count() {
        0 => println!("一切正常 / all is well"),
        bad => println!("{bad} 项需要处理 / {bad} to be seen to"),
    }
}

/// For programs.
pub fn print_json(findings: &[Finding]) -> anyhow::Result<()> {
    let well = !findings.iter().any(Finding::is_bad);
    println!("{}", serde_json::to_string_pretty(&serde_json::json!({ "ok": well, "findings": findings }))?);
    Ok(())
}
