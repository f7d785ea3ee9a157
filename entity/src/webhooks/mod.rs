//! Webhooks of third parties' programs, and what was sent to them.

pub mod webhook;
pub mod webhook_delivery;
mod words;

pub use words::*;
