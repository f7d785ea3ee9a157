//! Volunteers as JSON. Names are masked everywhere but in a look that is recorded.

mod body;
mod profile;

pub use body::*;
pub use profile::*;
