//! The in-app inbox.

pub mod notification;
