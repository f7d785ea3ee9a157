//! 微议事: a matter is raised, seconded, talked over, voted on, published, carried out and
//! graded (domain.md section 4). The pure parts know neither database nor HTTP: anybody can
//! recompute a result with them.

mod asked;
pub mod bundle;
pub mod casting;
mod comments;
mod desk;
pub mod groups;
pub mod leaf;
mod list;
pub mod merkle;
pub mod print;
pub mod receipt;
mod records;
pub mod roll;
mod routes;
pub mod rule;
pub mod secret;
pub mod service;
pub mod signing;
mod standing;
pub mod state;
mod store;
pub mod tally;
mod turnout;
mod view;
mod voters;
mod who;

pub use routes::mount;
