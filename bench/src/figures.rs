//! What one run gave, and what several give together.

use std::time::Duration;

use serde::Serialize;

/// One run of one side.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Requests or transactions that went well.
    pub done: u64,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// How long each took, in microseconds, sorted.
    pub micros: Vec<u32>,
    /// Those that did not go well.
    pub failed: u64,
    /// What the first of those said.
    pub failure: Option<String>,
    /// Processor time that siwei used, where siwei was measured.
    pub cpu: Option<Duration>,
}

impl Run {
    /// A second.
    pub fn rate(&self) -> f64 {
        self.done as f64 / self.seconds.max(f64::MIN_POSITIVE)
    }

    /// The time in milliseconds within which this share of them was done.
    pub fn percentile(&self, share: f64) -> f64 {
        let last = self.micros.len().saturating_sub(1);
        let at = (last as f64 * share).round() as usize;
        self.micros.get(at).map_or(0.0, |micros| f64::from(*micros) / 1_000.0)
    }
}

/// What the runs of one side give: medians.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    /// Requests or transactions a second.
    pub per_second: f64,
    /// Half were done within so many milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 were done within so many milliseconds.
    pub p99_ms: f64,
    /// siwei's processor time a request, in microseconds.
    pub cpu_micros: Option<f64>,
    /// All that did not go well.
    pub failed: u64,
    /// What the first of those said.
    pub failure: Option<String>,
}

impl Figure {
    /// The medians of these runs.
    pub fn of(runs: &[Run]) -> Self {
        let cpu = |run: &Run| run.cpu.map(|cpu| cpu.as_secs_f64() * 1e6 / run.done.max(1) as f64);
        let cpu: Vec<f64> = runs.iter().filter_map(cpu).collect();
        Self {
            per_second: median(runs.iter().map(Run::rate)),
            p50_ms: median(runs.iter().map(|run| run.percentile(0.5))),
            p99_ms: median(runs.iter().map(|run| run.percentile(0.99))),
            cpu_micros: (!cpu.is_empty()).then(|| median(cpu)),
            failed: runs.iter().map(|run| run.failed).sum(),
            failure: runs.iter().find_map(|run| run.failure.clone()),
        }
    }
}

/// How many times as fast the one side was as the other: the median of the rounds' ratios,
/// so that a slow minute of the machine, which slows both neighbours, does not count.
pub fn ratio(ours: &[Run], theirs: &[Run]) -> f64 {
    let ratio = |(ours, theirs): (&Run, &Run)| if theirs.done == 0 { 0.0 } else { ours.rate() / theirs.rate() };
    median(ours.iter().zip(theirs).map(ratio))
}

/// The middle one; the mean of the two in the middle.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(done: u64) -> Run {
        Run { done, seconds: 1.0, ..Run::default() }
    }

    #[test]
    fn the_ratio_is_that_of_neighbours() {
        // The machine was ten times slower in the second round, for both.
        let (ours, theirs) = ([run(100), run(10), run(60)], [run(200), run(20), run(100)]);
        assert!((ratio(&ours, &theirs) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn half_and_nearly_all() {
        let run = Run { micros: (0..=100).map(|n| n * 1_000).collect(), ..Run::default() };
        assert!((run.percentile(0.5) - 50.0).abs() < 1e-9);
        assert!((run.percentile(0.99) - 99.0).abs() < 1e-9);
        assert!((Run::default().percentile(0.5)).abs() < 1e-9);
    }

    #[test]
    fn the_middle_of_even_numbers_lies_between_them() {
        assert!((median([4.0, 1.0, 3.0, 2.0]) - 2.5).abs() < 1e-9);
    }
}
