//! 微力量: volunteers, what they have done and what the community gives back for it (domain.md section 5).

pub mod age;
pub mod certificate;
mod print;
mod routes;
mod rule;
pub mod service;
pub mod state;
mod store;
mod view;

pub use routes::mount;
