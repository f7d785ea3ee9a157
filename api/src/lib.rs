//! siwei (四微): the back end that a residential community runs on.
//!
//! Four rooms over a small cellar behind one front door; ARCHITECTURE.md draws the
//! house and says who may use whom.

pub mod actions;
pub mod app;
pub mod auth;
pub mod calendar;
pub mod cli;
pub mod community;
pub mod config;
pub mod deliberations;
pub mod demo;
pub mod docs;
pub mod emergencies;
pub mod error;
pub mod http;
pub mod imports;
pub mod inbox;
pub mod kernel;
pub mod keys;
pub mod media;
pub mod moderation;
pub mod notifications;
pub mod observe;
pub mod openapi;
pub mod print;
pub mod reports;
pub mod sharing;
pub mod shutdown;
pub mod volunteers;
pub mod webhooks;
pub mod wechat;
pub mod wishes;
pub mod worker;
