//! The front door's bookshelf: `/openapi.json` and `/docs`, the interactive reference.
//! Everything is compiled in, and the page may not ask any other server for anything.

mod asset;
mod page;
mod routes;

pub use routes::mount;
