//! The processes of a run: private, on free ports of 127.0.0.1, in a temporary folder. Each
//! ends with its guard: at the end, on an error, on Ctrl-C and on a panic.

mod postgres;
mod process;
mod redis;
mod siwei;

pub use postgres::Postgres;
pub use redis::Redis;
pub use siwei::{Setup, Siwei, TOKEN_KEY, program};
