//! Webhooks: a third party's program is told what happens, by Standard Webhooks
//! (<https://www.standardwebhooks.com>): signed, ids only, tried again for a day, each call
//! to a public address only. What is told follows from events; docs/webhooks.md is for
//! those who receive.

mod address;
mod client;
mod describe;
mod kind;
mod routes;
pub mod service;
mod signature;
pub mod state;
mod store;
mod view;

pub use client::Caller;
pub use describe::describe;
pub use routes::mount;
pub use view::WebhookMessage;
