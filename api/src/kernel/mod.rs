//! The cellar that the rooms share: mechanisms without a word of the domain.

pub mod audit;
pub mod batch;
pub mod bulk;
pub mod cache;
pub mod calendar;
pub mod canonical;
pub mod clock;
pub mod crypto;
pub mod db;
pub mod due;
pub mod event;
pub mod idempotency;
pub mod lease;
pub mod limit;
pub mod link;
pub mod many;
pub mod outbox;
pub mod page;
pub mod redact;
pub mod reseal;
pub mod search;
pub mod shared;
pub mod signing;
pub mod state;
pub mod text;

use std::sync::Arc;

use sea_orm::DatabaseConnection;

pub use cache::Cache;
pub use clock::Clock;
pub use crypto::Vault;
pub use limit::Limiter;
pub use link::Links;

use crate::config::Config;

/// What every use case may reach; cheap to clone.
#[derive(Clone)]
pub struct Kernel {
    /// The pool of database connections.
    pub db: DatabaseConnection,
    /// The one clock.
    pub clock: Clock,
    /// The keeper of personal data.
    pub vault: Vault,
    /// Public answers, kept as bytes.
    pub cache: Cache,
    /// Rate windows.
    pub limiter: Limiter,
    /// Idempotency keys at work in this replica.
    pub running: idempotency::Running,
    /// Addresses that work without a header.
    pub links: Links,
    /// How this installation is set up.
    pub settings: Arc<Config>,
}
