//! What is in the database: the demo's 吉通社区, and by SQL a crowd of people and as many
//! wishes as one wants, because ten thousand requests would take longer than the measuring.

mod embedded;
mod ids;
mod people;
mod shifts;
mod tokens;
mod votes;
mod wishes;

pub use embedded::{ballot as embedded_ballot, hold as hold_embedded, open as open_embedded};
pub use ids::{Kind, PREPARE as ID_FUNCTION};
pub use people::{CROWD, invite};
pub use shifts::{MANY as MANY_SHIFTS, call, miscounted, signups_path};
pub use tokens::Tokens;
pub use votes::{Vote, deliberation, hold};
pub use wishes::{YEARS, fill, pool};
