//! Pictures.

#[expect(clippy::module_inception, reason = "the table has the room's name")]
pub mod media;
mod words;

pub use words::*;
