//! 微心愿: residents make small wishes, neighbours make them come true (domain.md section 3).

pub mod list;
mod near;
pub mod order;
mod routes;
pub mod service;
mod standing;
pub mod state;
mod store;
mod view;

pub use routes::mount;
pub use view::GridRef;
