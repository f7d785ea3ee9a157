//! The in-app inbox: who is told what, in words that name nobody and no need. Other
//! ways of telling (WeChat messages, webhooks) build on the same announcements.

mod concerned;
mod routes;
pub mod service;
mod subscriptions;
pub mod wechat;
mod words;

pub use routes::{Notification, mount};
