//! The sheet of owners: one row an owner of a dwelling, co-owners have a row each. The dwellings
//! must be there already. Whose rows name a dwelling own it from then on, and nobody else does.

mod holders;
mod known;
mod line;
mod plan;
mod write;

pub use line::{Line, Owner, parse};
pub use plan::{Plan, plan};
pub use write::write;
