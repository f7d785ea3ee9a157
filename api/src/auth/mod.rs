//! Who is asking: tokens, sessions, roles within scopes (domain.md section 2).

mod actor;
pub mod input;
mod load;
mod refresh_token;
mod routes;
pub mod service;
pub mod token;
mod view;

pub use actor::{Actor, Grant, Place, Residency, Scope, Visitor, Who};
pub use load::{client_secret_hash, grants};
pub use refresh_token::RefreshTokens;
pub use routes::mount;
