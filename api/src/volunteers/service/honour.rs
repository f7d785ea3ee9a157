//! The public honour roll: who wants to be named, masked, and how long they served. Nobody under 18 is named.

use chrono::{Datelike, Months};
use entity::ids::CommunityId;
use entity::volunteers::{LedgerUnit, VolunteerStatus, volunteer};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::case::name_of;
use super::ledger;
use crate::community::service::communities;
use crate::error::Result;
use crate::kernel::Kernel;
use crate::volunteers::age::OF_AGE;
use crate::volunteers::view::Honoured;

/// So many are named.
const PLACES: usize = 100;

/// So many who want to be named are looked at.
const CANDIDATES: u64 = 2_000;

/// The roll of a community: those who served longest come first.
///
/// # Errors
/// `not_found` for a community that there is not.
pub async fn roll(kernel: &Kernel, community: CommunityId) -> Result<Vec<Honoured>> {
    let db = &kernel.db;
    let zone = communities::zone(db, community).await?;
    let today = kernel.clock.now(db).await?.with_timezone(&zone).date_naive();
    let born_by = today - Months::new(12 * OF_AGE.unsigned_abs());
    let rows = volunteer::Entity::find()
        .filter(volunteer::Column::CommunityId.eq(community))
        .filter(volunteer::Column::HonourRoll.eq(true))
        .filter(volunteer::Column::Status.eq(VolunteerStatus::Active))
        .filter(volunteer::Column::BirthDate.lte(born_by))
        .order_by_asc(volunteer::Column::Id)
        .limit(CANDIDATES)
        .all(db)
        .await?;
    let units = [LedgerUnit::Minutes, LedgerUnit::AddedMinutes];
    let minutes = ledger::sums(db, rows.iter().map(|row| row.account_id), &units).await?;
    let mut ranked: Vec<(i64, &volunteer::Model)> =
        rows.iter().map(|row| (minutes.get(&row.account_id).copied().unwrap_or_default(), row)).collect();
    ranked.sort_by_key(|(minutes, row)| (std::cmp::Reverse(*minutes), row.id));
    let place = |(minutes, row): &(i64, &volunteer::Model)| {
        Ok(Honoured {
            number: row.number.clone(),
            name: name_of(&kernel.vault, row)?,
            minutes: *minutes,
            since: row.registered_at.with_timezone(&zone).year(),
        })
    };
    ranked.iter().take(PLACES).map(place).collect()
}
