//! pgbench running the statements that siwei sends: they are listened to in PostgreSQL's own
//! log during one request, and replayed with the same parameters, in the same order, in the same
//! transaction, as prepared statements (`-M prepared`), by as many clients.
//!
//! How equal that is: the statements are equal to the letter but for parameters that must differ
//! from one transaction to the next (who asks, the wish, ids of new rows, the idempotency key, the
//! instant behind which a page starts). siwei makes those and sends them; pgbench makes them by an
//! expression in their place (`bench_id(16, :fresh)`), which the planner inlines. pgbench does not
//! read what comes back, does not decide anything, and holds one connection a client, where siwei
//! shares a pool of eight.

mod listen;
mod replay;
mod script;

pub use listen::listen;
pub use replay::{Effect, Replay};
pub use script::{Fresh, Marker, Script};
