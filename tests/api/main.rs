//! The suite: the API over HTTP. One module a room, named like it.

mod schema;
mod service;
