//! 应急模式: emergencies and drills, who is called up, what they answer.

pub mod call_up;
pub mod call_up_answer;
pub mod emergency;
pub mod emergency_grid;
mod words;

pub use words::*;
