//! 应急模式: an admin opens it for some grids, real or as a drill; volunteers are called up and answer, posts are
//! filled, residents' urgent wishes come first, and it ends with a report (domain.md section 5). Posts are the
//! shifts of [`crate::actions`], urgent requests are [`crate::wishes`]: this room says only what belongs together.

mod list;
mod routes;
pub mod service;
mod standing;
pub mod state;
mod store;
mod view;

pub use routes::mount;
