//! The verbs of volunteers, one file for each matter.

pub mod credit;
