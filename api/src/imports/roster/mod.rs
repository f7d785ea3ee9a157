//! The roster: one row a person, with the place they live at; a row without a person
//! enters an empty dwelling. First the rows are understood ([`parse()`]), then compared with
//! what is known ([`plan()`]), then written ([`write()`]).

mod column;
mod fold;
mod header;
mod known;
mod line;
mod member;
mod parse;
mod people;
mod places;
mod plan;
mod value;
mod write;

pub use column::Column;
pub use header::Header;
pub use line::{Line, Person, Place};
pub use parse::{Parsed, parse};
pub use plan::{Changes, Plan, plan};
pub use write::{Written, write};
