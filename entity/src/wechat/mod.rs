//! What comes from WeChat and what is sent through it: pushed events, grants, messages.

pub mod message_grant;
pub mod subscribe_message;
pub mod wechat_event;
mod words;

pub use words::*;
