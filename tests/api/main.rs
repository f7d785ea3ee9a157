//! The suite: the API over HTTP. One module a room, named like it.

mod media;
mod schema;
mod service;
