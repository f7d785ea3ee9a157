//! Residents' urgent requests are wishes, in the same inbox, before all others. There are none in a drill: so no
//! rate, no inbox and no ledger can count what was only rehearsed.

use chrono::{DateTime, Duration, Utc};
use entity::emergencies::emergency_grid;
use entity::ids::{EmergencyId, GridId};
use sea_orm::prelude::*;

use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// Somebody answers an urgent wish within this time, by the clock and not by working days.
pub const ANSWERED_WITHIN: Duration = Duration::hours(1);

/// It is settled within this time.
pub const SETTLED_WITHIN: Duration = Duration::hours(24);

/// The real emergency that is open for a grid.
///
/// # Errors
/// `no_emergency` when there is none.
pub async fn of_grid(tx: &Tx<'_>, grid: GridId) -> Result<EmergencyId> {
    let open = emergency_grid::Entity::find()
        .filter(emergency_grid::Column::GridId.eq(grid))
        .filter(emergency_grid::Column::RealOpen.eq(true));
    let open = open.one(tx).await?.ok_or_else(|| Code::NoEmergency.error())?;
    Ok(open.emergency_id)
}

/// By when somebody answers, and by when it is settled.
pub fn deadlines(start: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    (start + ANSWERED_WITHIN, start + SETTLED_WITHIN)
}
