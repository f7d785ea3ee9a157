//! The roster: one row a person, with the place they live at; a row without a person
//! enters an empty dwelling. First the rows are understood ([`parse()`]), then compared with
//! what is known ([`plan()`]), then written ([`write()`]).

mod fold;
mod known;
mod line;
mod member;
mod parse;
mod people;
mod places;
mod plan;
mod write;

pub use line::{Line, Person};
pub use parse::parse;
pub use plan::{Plan, plan};
pub use write::write;
