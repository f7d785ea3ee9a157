//! 内容安全: what others will see is looked at before they see it.
//!
//! So far this room has its pure part, the local word list, and no caller.

pub mod words;
