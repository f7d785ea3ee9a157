//! What is in the database: the demo's 吉通社区, and by SQL a crowd of people and as many
//! wishes as one wants, because ten thousand requests would take longer than the measuring.

mod ids;
mod people;
mod tokens;
mod votes;
mod wishes;

pub use ids::{Kind, PREPARE as ID_FUNCTION};
pub use people::{CROWD, invite};
pub use tokens::Tokens;
pub use votes::{Vote, deliberation, hold};
pub use wishes::{YEARS, fill, pool};
