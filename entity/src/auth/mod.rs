//! Accounts, sessions, roles, keys of third parties.

pub mod account;
pub mod api_client;
pub mod refresh_token;
pub mod role_grant;
pub mod session;
pub mod wechat_identity;
mod words;

pub use words::*;
