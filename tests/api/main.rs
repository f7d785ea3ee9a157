//! The suite: the API over HTTP. One module a room, named like it.

mod document;
mod media;
mod schema;
mod service;
