//! Volunteers as JSON. Names are masked everywhere but in a look that is recorded.

mod body;
mod certificates;
mod minutes;
mod points;
mod profile;
mod rewards;

pub use body::*;
pub use certificates::*;
pub use minutes::*;
pub use points::*;
pub use profile::*;
pub use rewards::*;
