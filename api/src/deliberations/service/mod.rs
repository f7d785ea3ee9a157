//! What can be done with a deliberation: one file a step of its life.

mod case;
pub mod clock;
pub mod comment;
pub mod forget;
pub mod person;
pub mod propose;
pub mod receive;
pub mod second;

pub use super::store::grids_of as grids;
pub use case::{Case, SUBJECT, Step};
