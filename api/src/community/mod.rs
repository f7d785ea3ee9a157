//! The community: its places, its people, its groups, and what each person may do
//! with what is known about them (domain.md sections 1, 2 and 7).

mod routes;
pub mod service;
pub mod state;
mod store;
pub mod view;

pub use routes::mount;
