//! What was found: a table for people, Markdown for docs/performance.md, JSON for programs.

mod row;

use std::fmt::Write;
use std::fs;

use chrono::Utc;
use comfy_table::{Cell, Color, Table, presets};
use serde::Serialize;

pub use row::{Aim, Row};

use crate::arguments::Arguments;
use crate::turns::Length;

const HEADER: [&str; 6] =
    ["测量 what", "结果 result", "目标 aim", "", "四微 siwei: /s, p50 / p99, CPU", "对照 against: /s, p50 / p99, CPU"];

/// All rows of a run.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    at: String,
    version: &'static str,
    machine: String,
    #[serde(flatten)]
    length: Length,
    rounds: u64,
    clients: u64,
    rows: Vec<Row>,
}

impl Report {
    /// Nothing yet.
    pub fn new(arguments: &Arguments, machine: String) -> Self {
        Self {
            at: Utc::now().format("%Y-%m-%d").to_string(),
            version: env!("CARGO_PKG_VERSION"),
            machine,
            length: arguments.length(),
            rounds: arguments.rounds,
            clients: arguments.clients,
            rows: Vec::new(),
        }
    }

    /// Adds rows.
    pub fn add(&mut self, rows: Vec<Row>) {
        self.rows.extend(rows);
    }

    /// Whether no request failed.
    pub fn is_clean(&self) -> bool {
        self.rows.iter().all(|row| row.failure.is_none())
    }

    /// Prints the table, and writes the files that were asked for.
    pub fn tell(&self, arguments: &Arguments) -> anyhow::Result<()> {
        println!("{}\n{}", self.head(), self.table());
        for row in self.rows.iter().filter(|row| row.failure.is_some()) {
            println!("出错 failed: {}: {}", row.what, row.failure.as_deref().unwrap_or_default());
        }
        if let Some(file) = &arguments.json {
            fs::write(file, serde_json::to_string_pretty(self)? + "\n")?;
        }
        match &arguments.markdown {
            Some(file) if file.as_os_str() == "-" => println!("\n{}", self.markdown()),
            Some(file) => fs::write(file, self.markdown())?,
            None => {}
        }
        Ok(())
    }

    fn head(&self) -> String {
        let Self { at, version, machine, length, rounds, clients, .. } = self;
        format!("siwei {version}, {at}, {machine}, {clients} clients, {rounds} rounds of {length}")
    }

    fn table(&self) -> Table {
        let mut table = Table::new();
        table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_header(HEADER);
        for row in &self.rows {
            let colour = match row.verdict() {
                "✓" | "" => Color::Reset,
                "✗" => Color::Yellow,
                _ => Color::Red,
            };
            table.add_row(row.cells().map(|cell| Cell::new(cell).fg(colour)));
        }
        table
    }

    fn markdown(&self) -> String {
        let mut text = format!("{}\n\n| {} |\n|{}\n", self.head(), HEADER.join(" | "), "---|".repeat(HEADER.len()));
        for row in &self.rows {
            let _ = writeln!(text, "| {} |", row.cells().join(" | ").replace('\n', "<br>"));
        }
        text
    }
}
