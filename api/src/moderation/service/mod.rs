//! What is done with what people write: looked at, held, decided, appealed against, reported.

pub mod appeal;
pub mod claim;
pub mod decide;
mod finding;
mod listed;
pub mod person;
pub mod picture;
pub mod reason;
pub mod report;
pub mod screen;
mod settle;
pub mod word;

pub use finding::{Finding, FindingSource};
pub use listed::refuse_listed;
pub use screen::{Piece, screen};
pub(super) use settle::{Step, go};

/// The kind of a review in the log of events.
pub const SUBJECT: &str = "content_review";
