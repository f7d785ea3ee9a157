//! What was found: a table for people, Markdown for docs/performance.md, JSON for programs.

use std::fmt::Write;
use std::fs;

use chrono::Utc;
use comfy_table::{Cell, Color, Table, presets};
use serde::Serialize;

use crate::arguments::{Arguments, Part};
use crate::figures::{Figure, Run, ratio};

/// What a row should reach.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Aim {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
    /// Less than this.
    Below(f64),
}

/// What a row's value is.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// How many times as fast as the other side.
    Ratio,
    /// How many times what the other side costs.
    Times,
    /// Requests a second.
    PerSecond,
    /// 10⁶ bytes.
    Megabytes,
    /// Milliseconds.
    Milliseconds,
}

/// One thing that was measured.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    part: Part,
    what: String,
    value: f64,
    unit: Unit,
    aim: Option<Aim>,
    siwei: Option<Figure>,
    against: Option<String>,
    other: Option<Figure>,
    failure: Option<String>,
}

impl Row {
    fn new(part: Part, what: &str, value: f64, unit: Unit) -> Self {
        let what = what.to_owned();
        Self { part, what, value, unit, aim: None, siwei: None, against: None, other: None, failure: None }
    }

    /// How many times as fast as something else siwei is.
    pub fn ratio(part: Part, what: &str, ours: &[Run], against: &str, theirs: &[Run]) -> Self {
        Self::compared(Self::new(part, what, ratio(ours, theirs), Unit::Ratio), against, ours, theirs)
    }

    /// How many times as much as something else it costs.
    pub fn times(part: Part, what: &str, value: f64, against: &str, ours: &[Run], theirs: &[Run]) -> Self {
        Self::compared(Self::new(part, what, value, Unit::Times), against, ours, theirs)
    }

    fn compared(row: Self, against: &str, ours: &[Run], theirs: &[Run]) -> Self {
        let (ours, theirs) = (Figure::of(ours), Figure::of(theirs));
        let failure = ours.failure.clone().or_else(|| theirs.failure.clone());
        Self { siwei: Some(ours), against: Some(against.to_owned()), other: Some(theirs), failure, ..row }
    }

    /// How many a second, with nothing to hold it against.
    pub fn rate(part: Part, what: &str, ours: &[Run]) -> Self {
        let figure = Figure::of(ours);
        let row = Self::new(part, what, figure.per_second, Unit::PerSecond);
        Self { failure: figure.failure.clone(), siwei: Some(figure), ..row }
    }

    /// Memory.
    pub fn megabytes(part: Part, what: &str, value: f64) -> Self {
        Self::new(part, what, value, Unit::Megabytes)
    }

    /// Time.
    pub fn milliseconds(part: Part, what: &str, value: f64) -> Self {
        Self::new(part, what, value, Unit::Milliseconds)
    }

    /// What it should reach.
    #[must_use]
    pub fn aim(self, aim: Aim) -> Self {
        Self { aim: Some(aim), ..self }
    }

    /// What went wrong, if anything did.
    #[must_use]
    pub fn failing(self, failure: Option<String>) -> Self {
        Self { failure, ..self }
    }

    fn shown(&self) -> String {
        let value = self.value;
        match self.unit {
            Unit::Ratio => format!("{value:.2}"),
            Unit::Times => format!("× {value:.2}"),
            Unit::PerSecond => format!("{value:.0} /s"),
            Unit::Megabytes => format!("{value:.1} MB"),
            Unit::Milliseconds => format!("{value:.0} ms"),
        }
    }

    fn verdict(&self) -> &'static str {
        match self.aim {
            _ if self.failure.is_some() => "出错 failed",
            None => "",
            Some(aim) if aim.is_reached(self.value) => "✓",
            Some(_) => "✗",
        }
    }

    fn cells(&self) -> [String; 7] {
        let side = |figure: &Option<Figure>| figure.as_ref().map(Figure::shown).unwrap_or_default();
        let cpu = self.siwei.as_ref().and_then(|figure| figure.cpu_micros);
        let against = self.against.as_ref().map(|name| format!("{}\n{name}", side(&self.other))).unwrap_or_default();
        [
            self.what.clone(),
            self.shown(),
            self.aim.map(Aim::shown).unwrap_or_default(),
            self.verdict().to_owned(),
            side(&self.siwei),
            against,
            cpu.map(|micros| format!("{micros:.0}")).unwrap_or_default(),
        ]
    }
}

impl Aim {
    fn is_reached(self, value: f64) -> bool {
        match self {
            Self::AtLeast(aim) => value >= aim,
            Self::AtMost(aim) => value <= aim,
            Self::Below(aim) => value < aim,
        }
    }

    fn shown(self) -> String {
        match self {
            Self::AtLeast(aim) => format!("≥ {aim}"),
            Self::AtMost(aim) => format!("≤ {aim}"),
            Self::Below(aim) => format!("< {aim}"),
        }
    }
}

impl Figure {
    fn shown(&self) -> String {
        format!("{:.0} /s, {:.1} / {:.1} ms", self.per_second, self.p50_ms, self.p99_ms)
    }
}

const HEADER: [&str; 7] =
    ["测量 what", "结果", "目标 aim", "", "四微 siwei: /s, p50 / p99", "对照 against: /s, p50 / p99", "CPU µs 每次"];

/// All rows of a run.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    at: String,
    version: &'static str,
    machine: String,
    seconds: u64,
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
            seconds: arguments.seconds,
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
        let Self { at, version, machine, seconds, rounds, clients, .. } = self;
        format!("siwei {version}, {at}, {machine}, {clients} clients, {rounds} rounds of {seconds} s")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_a_failed_request_has_failed_however_fast_it_was() {
        let row = Row::megabytes(Part::Memory, "memory", 1.0).aim(Aim::Below(40.0));
        assert_eq!(row.verdict(), "✓");
        assert_eq!(row.failing(Some("500".into())).verdict(), "出错 failed");
    }

    #[test]
    fn an_aim_includes_its_bound_unless_it_is_below() {
        assert!(Aim::AtLeast(0.5).is_reached(0.5) && Aim::AtMost(1.2).is_reached(1.2));
        assert!(!Aim::Below(40.0).is_reached(40.0));
    }
}
