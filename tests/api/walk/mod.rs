//! For tests that walk the document: a community with one of everything, and valid
//! requests made from the schemas.

mod sample;
mod world;

pub use sample::{sample, whole};
pub use world::World;
