//! Tables, typed ids and stored vocabularies of siwei. No queries, no rules.
//!
//! A `Model` is a row and never leaves the server: it is neither `Serialize` nor
//! `ToSchema`. Ids and words are, so that each is spelled once.

pub mod actions;
pub mod auth;
pub mod community;
pub mod deliberations;
pub mod emergencies;
pub mod ids;
pub mod kernel;
pub mod media;
pub mod moderation;
pub mod notifications;
mod vocabulary;
pub mod volunteers;
pub mod webhooks;
pub mod wechat;
pub mod wishes;
