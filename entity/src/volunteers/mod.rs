//! 微力量: volunteers, their minutes and points, their certificates.

mod book_words;
pub mod certificate;
pub mod ledger_account;
pub mod ledger_posting;
pub mod ledger_transfer;
pub mod minutes_claim;
pub mod point_rule;
pub mod redemption;
pub mod reward;
pub mod volunteer;
pub mod volunteer_grid;
pub mod volunteer_honour;
pub mod volunteer_skill;
pub mod volunteer_training;
mod words;

pub use book_words::*;
pub use words::*;
