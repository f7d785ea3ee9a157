//! 三率 of micro-wishes by grid and month (domain.md section 3).
//!
//! A month's report is about the wishes that were **approved** in it, by the community's
//! own clock; later months change what became of them, never which they are. Each of
//! them is counted once in each rate: in the numerator and denominator, in the
//! denominator alone, or as an exclusion with its reason. So the denominator and the
//! exclusions always add up to the approved wishes.
//!
//! * **Response** = first contact in time ÷ approved. The first contact is the first
//!   decision of the grid leader or staff: approval, return or rejection. It is in time up
//!   to and including the deadline that the wish got when it was submitted.
//! * **Solve** = confirmed as solved ÷ asked. An author is asked when a helper has fulfilled
//!   the wish; the answer that stands counts: confirmed, or not (disputed, or opened again).
//!   Who has not answered yet, or not within seven days (confirmed by the clock), is no
//!   answer and excluded; so is a wish that never got so far.
//! * **Satisfaction** = rating of 3 and more ÷ rated. What has no rating is excluded.
//!
//! The figures come from the rows (`store`), one query a rate. [`fold`] computes the
//! same from the event log alone and shares nothing with it but the words; `siwei verify
//! rates` and a test hold them against each other.

pub mod fold;
pub mod rate;
mod routes;
pub mod service;
mod store;
mod view;

use crate::http::Routes;

/// Mounts the room's routes.
pub fn mount(routes: &mut Routes<'_>) {
    routes.under("/reports").service(routes::wish_rates);
}
