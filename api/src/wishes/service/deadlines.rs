//! Deadlines in working days: counted by the calendar, resting while a wish is returned.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::ids::CommunityId;
use entity::wishes::wish_category;

pub use crate::community::service::communities::calendar;
use crate::emergencies::service::urgent;
use crate::error::Result;
use crate::kernel::calendar::WorkCalendar;
use crate::kernel::db::Tx;

/// Until when the community has to answer and to solve.
pub struct Deadlines {
    /// First contact by then.
    pub respond: DateTime<Utc>,
    /// Solved by then.
    pub solve: DateTime<Utc>,
}

impl Deadlines {
    /// In an emergency, from `start`: by the clock, not by working days.
    pub fn urgent(start: DateTime<Utc>) -> Self {
        let (respond, solve) = urgent::deadlines(start);
        Self { respond, solve }
    }

    /// Counted from `start`.
    pub async fn from(
        tx: &Tx<'_>,
        community: CommunityId,
        category: &wish_category::Model,
        start: DateTime<Utc>,
    ) -> Result<Self> {
        let (calendar, zone) = calendar(tx, community).await?;
        Ok(Self {
            respond: calendar.add_working_days(start, category.respond_days, zone),
            solve: calendar.add_working_days(start, category.solve_days, zone),
        })
    }
}

/// How long deadlines rested.
pub struct Rest {
    calendar: WorkCalendar,
    zone: Tz,
    span: chrono::Duration,
}

impl Rest {
    /// Since `since`, until now.
    pub async fn of(tx: &Tx<'_>, community: CommunityId, since: DateTime<Utc>) -> Result<Self> {
        let (calendar, zone) = calendar(tx, community).await?;
        let span = calendar.working_time_between(since, tx.now(), zone);
        Ok(Self { calendar, zone, span })
    }

    /// The deadline, moved on by the rest.
    pub fn after(&self, due: DateTime<Utc>) -> DateTime<Utc> {
        self.calendar.add_working_time(due, self.span, self.zone)
    }
}
