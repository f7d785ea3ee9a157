//! Tables of the mechanisms.

pub mod audit_seal;
pub mod calendar_day;
pub mod event;
pub mod idempotency;
pub mod job_lease;
pub mod outbox;
mod words;

pub use words::*;
