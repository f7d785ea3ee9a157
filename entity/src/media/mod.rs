//! Pictures.

pub mod media;
mod words;

pub use words::*;
