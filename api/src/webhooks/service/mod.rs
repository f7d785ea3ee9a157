//! The verbs of webhooks: administered by people, filled from events, emptied by the worker.

mod deliver;
pub mod fan_out;
pub mod manage;
mod messages;
mod queue;
mod stop;
mod sweep;

pub use deliver::work_once;
pub use fan_out::announce;
pub use messages::{ping, retry};
pub use queue::claim;
pub use sweep::sweep;

/// The kind of thing that events of webhooks are about.
pub const SUBJECT: &str = "webhook";
