//! The verbs of volunteers, one file for each matter.

mod case;
pub mod credit;
pub mod forget;
pub mod honour;
pub mod ledger;
pub mod person;
pub mod profile;
pub mod register;
pub mod staff;

pub use case::{SUBJECT, cache_tag, name_of};
