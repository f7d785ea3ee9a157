//! What can be done with an emergency, one file a step.

pub mod answer;
pub mod call_up;
mod case;
pub mod close;
pub mod duty;
pub mod open;
pub mod person;
pub mod report;
pub mod urgent;

pub use case::{Case, SUBJECT};
