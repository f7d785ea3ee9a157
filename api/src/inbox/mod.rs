//! The inbox: everything that waits for a decision of the one who asks, what is due first first (domain.md
//! sections 2 and 3). It reads only and decides nothing; each item says what may be done, and the rooms do it.
//! Nobody's own matters stand in their own inbox.

mod counts;
mod desk;
mod list;
mod routes;
mod rows;
mod show;
mod source;
mod view;

pub use routes::mount;
