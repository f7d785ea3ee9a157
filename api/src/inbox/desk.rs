//! Whose inbox it is, and what of it is wanted.

use chrono::{DateTime, Utc};
use entity::ids::{AccountId, CommunityId, GridId};
use entity::wishes::Level;
use serde::Serialize;

use super::view::InboxKind;
use crate::auth::Actor;
use crate::community::service::communities;
use crate::error::{Code, Result};
use crate::kernel::Kernel;

/// Who decides, and about what.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The one who decides, whose own matters are left out.
    pub account: AccountId,
    /// The community.
    pub community: CommunityId,
    /// The led grids; none for staff, who see the whole community.
    pub led: Option<Vec<GridId>>,
}

impl Desk {
    /// The desk of this actor; only platform admins have to name the community.
    ///
    /// # Errors
    /// `forbidden` for whoever decides nothing, `not_found` for a foreign community.
    pub fn of(actor: &Actor, named: Option<CommunityId>) -> Result<Self> {
        let account = actor.require_decider()?;
        if actor.is_platform_admin() {
            let unnamed = || Code::MalformedQuery.error().at("communityId", Code::MissingField);
            let community = named.or(actor.community).ok_or_else(unnamed)?;
            return Ok(Self { account, community, led: None });
        }
        let community = actor.community.ok_or_else(|| Code::Forbidden.error())?;
        if named.is_some_and(|named| named != community) {
            return Err(Code::NotFound.into());
        }
        let led = (!actor.is_staff_of(community)).then(|| actor.led_grids());
        Ok(Self { account, community, led })
    }

    /// Whether this is somebody above the grid leaders.
    pub fn is_staff(&self) -> bool {
        self.led.is_none()
    }
}

/// What of an inbox is wanted; its cursors are bound to it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Wanted {
    /// The community, when it was named.
    pub community: Option<CommunityId>,
    /// Only these kinds.
    pub kinds: Vec<InboxKind>,
    /// Only of these grids.
    pub grids: Vec<GridId>,
    /// Only wishes, and requests for more time for wishes, at these levels.
    pub levels: Vec<Level>,
    /// Only what is overdue, or only what is not.
    pub overdue: Option<bool>,
}

/// The instants that tell what is overdue and what is due today.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// What is due by now is overdue.
    pub at: DateTime<Utc>,
    /// What is due by then is due today; on a day off it is the end of the next working day.
    pub end_of_day: DateTime<Utc>,
}

impl Now {
    /// By the database's clock and the community's working days.
    pub async fn read(kernel: &Kernel, community: CommunityId) -> Result<Self> {
        let at = kernel.clock.now(&kernel.db).await?;
        let (calendar, zone) = communities::calendar(&kernel.db, community).await?;
        Ok(Self { at, end_of_day: calendar.end_of_working_day(at, zone) })
    }

    /// Whether something due by `due` is due today.
    pub fn is_today(self, due: DateTime<Utc>) -> bool {
        due > self.at && due <= self.end_of_day
    }
}
