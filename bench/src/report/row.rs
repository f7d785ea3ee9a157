//! One thing that was measured, and what it should reach.

use serde::Serialize;

use crate::arguments::Part;
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
    pub(super) what: String,
    value: f64,
    unit: Unit,
    aim: Option<Aim>,
    siwei: Option<Figure>,
    against: Option<String>,
    other: Option<Figure>,
    pub(super) failure: Option<String>,
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

    /// Reached, missed, failed, or nothing to reach.
    pub(super) fn verdict(&self) -> &'static str {
        match self.aim {
            _ if self.failure.is_some() => "出错 failed",
            None => "",
            Some(aim) if aim.is_reached(self.value) => "✓",
            Some(_) => "✗",
        }
    }

    /// The row of the table.
    pub(super) fn cells(&self) -> [String; 6] {
        let side = |figure: &Option<Figure>| figure.as_ref().map(Figure::shown).unwrap_or_default();
        let against = self.against.as_ref().map(|name| format!("{}\n{name}", side(&self.other))).unwrap_or_default();
        [
            self.what.clone(),
            self.shown(),
            self.aim.map(Aim::shown).unwrap_or_default(),
            self.verdict().to_owned(),
            side(&self.siwei),
            against,
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
        let cpu = self.cpu_micros.map(|micros| format!(", {micros:.0} µs")).unwrap_or_default();
        format!("{:.0} /s, {:.1} / {:.1} ms{cpu}", self.per_second, self.p50_ms, self.p99_ms)
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
