//! Who is asking: tokens, sessions, roles within scopes (domain.md section 2).

mod actor;
mod identify;
pub mod input;
mod load;
mod names;
mod refresh_token;
mod routes;
mod scope;
pub mod service;
pub mod token;
mod view;

pub use actor::{Actor, Who};
pub use identify::{Bearer, Visitor};
pub use load::{Live, client_secret_hash, grants, live_sessions};
pub use names::masked_names;
pub use refresh_token::RefreshTokens;
pub use routes::mount;
pub use scope::{Grant, Place, Residency, Scope};
