//! 微行动: something to be done together is put out with its shifts; volunteers sign up, wait
//! fairly, come, and their minutes are approved (domain.md section 5).

pub mod code;
mod feed;
pub mod ground;
mod list;
pub mod minutes;
pub mod places;
pub mod recurrence;
mod routes;
pub mod service;
pub mod signing;
mod standing;
pub mod state;
mod store;
pub mod view;

pub use routes::{ShiftInput, SpotInput, mount};
