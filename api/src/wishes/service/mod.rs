//! The verbs of wishes, one file for each stretch of their life.

mod case;
pub mod categories;
pub mod claim;
pub mod clock;
pub mod confirm;
pub mod contact;
mod deadlines;
pub mod escalate;
pub mod extend;
pub mod forget;
mod index;
pub mod linked;
pub mod merge;
mod origin;
pub mod person;
mod photos;
pub mod review;
pub mod screened;
pub mod similar;
pub mod submit;
pub mod support;
pub mod work;

pub use case::{Case, SUBJECT, cache_tag};
