//! 微力量: volunteers, their minutes and points, their certificates.

pub mod volunteer;
pub mod volunteer_grid;
pub mod volunteer_skill;
pub mod volunteer_training;
mod words;

pub use words::*;
