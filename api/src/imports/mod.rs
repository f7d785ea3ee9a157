//! Imports: a sheet that a community keeps comes in, is checked whole, and is written
//! whole or not at all. What the sheet of each kind looks like says [`form`]; what is done
//! with it stands in a folder of its own, [`roster`] and [`owners`].

mod changes;
pub mod column;
mod content;
pub mod fault;
pub mod form;
mod header;
pub mod owners;
mod places;
pub mod roster;
mod routes;
mod row;
pub mod service;
pub mod sheet;
mod store;
#[cfg(test)]
mod tests;
mod value;
pub mod view;

pub use routes::mount;
