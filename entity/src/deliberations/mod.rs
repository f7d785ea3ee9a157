//! 微议事 and all that belongs to them.

pub mod ballot;
pub mod ballot_conflict;
pub mod ballot_delivery;
pub mod ballot_key;
pub mod ballot_leaf;
pub mod ballot_proxy;
pub mod deliberation;
pub mod deliberation_comment;
pub mod deliberation_evaluation;
pub mod deliberation_link;
pub mod deliberation_media;
pub mod deliberation_objection;
pub mod deliberation_option;
pub mod deliberation_rule;
pub mod deliberation_second;
pub mod paper_ballot;
pub mod roll_entry;
pub mod roll_voter;
mod vote_words;
mod words;

pub use vote_words::*;
pub use words::*;
