//! What is going on: a bar on a terminal, a line for each stage elsewhere.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Shows what is going on.
pub struct Progress {
    bar: ProgressBar,
    terminal: bool,
}

impl Progress {
    /// Nothing yet.
    pub fn new() -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self { bar: if terminal { ProgressBar::new(0) } else { ProgressBar::hidden() }, terminal }
    }

    /// A stage of so many steps begins.
    pub fn stage(&self, what: impl Into<String>, steps: u64) {
        let what = what.into();
        if !self.terminal {
            eprintln!("… {what}");
            return;
        }
        let style = if steps > 1 { "{spinner} {msg} {bar:30} {pos}/{len} {eta}" } else { "{spinner} {msg} {elapsed}" };
        if let Ok(style) = ProgressStyle::with_template(style) {
            self.bar.set_style(style);
        }
        self.bar.enable_steady_tick(Duration::from_millis(120));
        self.bar.set_length(steps);
        self.bar.set_position(0);
        self.bar.set_message(what);
    }

    /// A step of it is done.
    pub fn step(&self) {
        self.bar.inc(1);
    }

    /// Everything is done.
    pub fn done(&self) {
        self.bar.finish_and_clear();
    }
}
