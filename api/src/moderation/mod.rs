//! 内容安全: what others will see is looked at before they see it: a list of words at once, then
//! WeChat, then, where one of them finds something or cannot look, a person. Neighbours report
//! what should not stand there; who wrote it is told in plain words, and may appeal.

pub mod check;
mod list;
mod lists;
mod rooms;
mod routes;
pub mod service;
pub mod state;
mod store;
mod view;
pub mod words;

pub use list::figures;
pub use lists::check as check_words;
pub use rooms::Written;
pub use routes::mount;
pub use view::{MyReview, mine};
