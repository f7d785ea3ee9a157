//! 三率: the figures, who sees them, and that rows and events agree about them.

mod agreement;
mod figures;
mod rights;

use support::{Answer, Person};

/// The month's report, as that person sees it.
async fn rates(person: &Person, month: &str) -> Answer {
    person.get(format!("/reports/wish-rates?month={month}")).await
}
