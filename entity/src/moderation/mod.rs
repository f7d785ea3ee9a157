//! 内容安全: reviews of what others will see, reports of neighbours, a community's own words.

pub mod content_report;
pub mod content_review;
pub mod content_word;
mod words;

pub use words::*;
