//! 微行动 and all that belongs to them.

pub mod action;
pub mod action_occurrence;
pub mod action_series;
pub mod attendance;
pub mod calendar_feed;
pub mod shift;
pub mod shift_role;
pub mod signup;
mod words;

pub use words::*;
