//! The cellar that the rooms share: mechanisms without a word of the domain.

pub mod clock;
pub mod crypto;
pub mod page;
pub mod state;
pub mod text;
