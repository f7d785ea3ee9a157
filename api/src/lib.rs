//! siwei (四微): the back end that a residential community runs on.

pub mod config;
pub mod error;
pub mod kernel;
pub mod keys;
