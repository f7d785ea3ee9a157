//! The cellar: the log that nobody can change unseen, the outbox, leases, idempotency keys.

mod audit;
mod due;
mod idempotency;
mod lease;
mod operator;
mod outbox;
mod sealing;
mod vandal;
