//! WeChat's servers: who is behind a login code, which phone is behind a phone code.
//! Calls follow the platform's pages on login, stable_token and getuserphonenumber;
//! codes, secrets and session keys appear in no log.

mod answer;
mod client;
mod token;

pub use client::{Identity, Wechat};
