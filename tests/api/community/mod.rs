//! The community room: places, roster, household claims, own data.

mod claims;
mod kept;
mod me;
mod people;
