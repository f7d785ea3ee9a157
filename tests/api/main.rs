//! The suite: the API over HTTP. One module a room, named like it.

mod actions;
mod auth;
mod bad_input;
mod batch;
mod calendar;
mod community;
mod deliberations;
mod document;
mod emergencies;
mod imports;
mod inbox;
mod kernel;
mod keys;
mod limits;
mod media;
mod print;
mod reports;
mod rights;
mod roles;
mod schema;
mod service;
mod tour;
mod volunteers;
mod walk;
mod webhooks;
mod wishes;
