//! Who is asking: tokens, sessions, roles within scopes (domain.md section 2).

mod actor;
mod load;
mod routes;
pub mod service;
pub mod token;

pub use load::grants;
pub use routes::mount;

pub use actor::{Actor, Grant, Place, Residency, Scope, Visitor, Who};
pub use load::client_secret_hash;
