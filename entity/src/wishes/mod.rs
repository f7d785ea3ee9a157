//! 微心愿 and all that belongs to them.

pub mod wish;
pub mod wish_category;
pub mod wish_claim;
pub mod wish_extension;
pub mod wish_media;
pub mod wish_merge;
pub mod wish_note;
pub mod wish_support;
pub mod wish_term;
mod words;

pub use words::*;
