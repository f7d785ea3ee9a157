//! The community room: places, roster, household claims, own data.

mod approvals;
mod claims;
mod erasing;
mod kept;
mod me;
mod owners;
mod parts;
mod people;
mod searching;
