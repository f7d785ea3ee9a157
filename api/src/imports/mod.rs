//! Imports: a sheet that a community keeps comes in, is checked whole, and is written
//! whole or not at all. The roster is the first kind; its columns are in [`roster`].

pub mod fault;
pub mod roster;
mod routes;
pub mod service;
pub mod sheet;
mod store;
#[cfg(test)]
mod tests;
pub mod view;

pub use routes::mount;
