//! What is measured, one file a part. Each says what is held against what, and the aim.

mod bench;
mod cast;
mod claim;
mod close;
mod cursor;
mod list;
mod memory;
mod pages;
mod signup;
mod start;
mod submit;
mod wall;

use crate::arguments::{Arguments, Part};
use crate::report::Report;
use bench::Bench;

/// Measures all that is wanted and tells what it found; whether no request failed.
pub async fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    let bench = Bench::build(arguments).await?;
    let mut report = Report::new(arguments, bench.machine().await?);
    // Starting and memory come first: what the others leave behind would keep the worker busy.
    if arguments.wants(Part::Start) {
        report.add(start::rows(&bench).await?);
    }
    if arguments.wants(Part::Wall) {
        report.add(wall::rows(&bench).await?);
    }
    if arguments.wants(Part::List) {
        report.add(list::rows(&bench).await?);
    }
    if arguments.wants(Part::Memory) {
        report.add(memory::rows(&bench).await?);
    }
    if arguments.wants(Part::Submit) {
        report.add(submit::rows(&bench).await?);
    }
    if arguments.wants(Part::Claim) {
        report.add(claim::rows(&bench).await?);
    }
    if arguments.wants(Part::Cast) {
        report.add(cast::rows(&bench).await?);
    }
    if arguments.wants(Part::Close) {
        report.add(close::rows(&bench).await?);
    }
    if arguments.wants(Part::Signup) {
        report.add(signup::rows(&bench).await?);
    }
    if arguments.wants(Part::Pages) {
        report.add(pages::rows(&bench).await?);
    }
    bench.progress.done();
    report.tell(arguments)?;
    Ok(report.is_clean())
}
