//! Signing in and out, and who may do what.

pub mod login;
pub mod password;
pub mod sessions;

use crate::kernel::event::Subject;
use entity::ids::AccountId;

/// The account as the thing that events are about.
fn subject(account: AccountId) -> Subject {
    Subject::new("account", account)
}
