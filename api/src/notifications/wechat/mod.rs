//! Notifications on people's phones: subscribe messages through WeChat, beside the inbox, which always
//! works. Written with the notification, sent by the worker, at most as often as somebody agreed to.

mod deliver;
mod digest;
mod fan_out;
mod figures;
pub mod grants;
mod kind;
mod person;
mod queue;
mod quiet;
mod settle;
pub mod state;
mod sweep;

pub use deliver::work_once;
pub use digest::is_digested;
pub use fan_out::write_down;
pub use figures::{Figures, figures};
pub use grants::answered;
pub use kind::of as kind_of;
pub use person::{about, forget};
pub use queue::claim;
pub use settle::delivered;
pub use sweep::sweep;
