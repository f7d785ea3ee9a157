//! What can be done with a deliberation: one file a step of its life.

pub mod carry_out;
mod case;
pub mod clock;
mod close;
pub mod comment;
pub mod deliver;
pub mod entrust;
pub mod extend;
pub mod forget;
pub mod leaves;
pub mod linked;
pub mod mine;
mod open;
pub mod paper;
mod paper_agreed;
pub mod paper_receipts;
pub mod person;
pub mod propose;
pub mod publish;
pub mod published;
pub mod receive;
pub mod remind;
pub mod roll;
pub mod roll_correction;
pub mod rules;
pub mod schedule;
pub mod screened;
pub mod second;
pub mod voting;

pub use super::store::grids_of as grids;
pub use case::{Case, SUBJECT, Step};
