//! Places, people and groups.

pub mod building;
#[expect(clippy::module_inception, reason = "the table has the room's name")]
pub mod community;
pub mod compound;
pub mod consent;
pub mod dwelling;
pub mod grid;
pub mod household;
pub mod household_claim;
pub mod import_job;
pub mod owner;
pub mod ownership;
pub mod partner;
pub mod resident;
pub mod subdistrict;
pub mod team;
pub mod team_member;
pub mod unit;
pub mod unmasking;
mod words;

pub use words::*;
