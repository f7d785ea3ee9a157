//! The verbs of volunteers, one file for each matter.

mod case;
pub mod certificates;
pub mod credit;
pub mod forget;
pub mod honour;
pub mod ledger;
pub mod minutes;
pub mod person;
pub mod points;
pub mod profile;
pub mod record;
pub mod redeem;
pub mod register;
pub mod rewards;
pub mod staff;

pub use case::{SUBJECT, cache_tag, name_of};
