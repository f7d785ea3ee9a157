//! What every test stands on: a server of its own on a database of its own, people who
//! ask it things over HTTP, and answers that are easy to read.
//!
//! ```no_run
//! # async fn example() {
//! use serde_json::json;
//! use support::TestApp;
//!
//! let app = TestApp::spawn().await;
//! let grid = app.given_grid().await;
//! let resident = app.resident(&grid).await;
//! let answer = resident.post("/wishes", json!({"title": "楼道灯坏了"})).await;
//! assert_eq!(answer.status, 201);
//! # }
//! ```
//!
//! `SIWEI_TEST_DATABASE_URL` and `SIWEI_TEST_REDIS_URL` put the same suite on PostgreSQL
//! and Redis; `RUST_LOG=debug` shows the server's log.

mod actions;
mod answer;
mod app;
mod board;
mod bucket;
mod database;
mod deliberations;
mod document;
mod emergencies;
mod given;
mod groups;
mod log;
mod nginx;
mod owners;
mod pdf;
mod people;
mod person;
mod postgres;
mod program;
mod receiver;
mod request;
mod server;
mod standstill;
mod template;
mod volunteers;
pub mod wechat;
mod wishes;

pub use actions::{Action, content, shift};
pub use answer::Answer;
pub use app::TestApp;
pub use board::{OPTIONS, QUESTION};
pub use bucket::Bucket;
pub use deliberations::{Deliberation, plan};
pub use document::{DOCUMENT, Document, Operation};
pub use emergencies::{Emergency, opening, posts};
pub use given::{Building, Community, Grid, Home, InCommunity};
pub use log::Log;
pub use nginx::{Nginx, free_address};
pub use pdf::Pdf;
pub use person::Person;
pub use program::{Outcome, Program, Running};
pub use receiver::{Received, Receiver, Response};
pub use request::Request;
pub use standstill::Standstill;
pub use volunteers::registration;
pub use wishes::{Cast, Wish};
