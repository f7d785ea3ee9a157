//! The community room: places, roster, household claims, own data.

mod approvals;
mod claims;
mod erasing;
mod kept;
mod me;
mod parts;
mod people;
