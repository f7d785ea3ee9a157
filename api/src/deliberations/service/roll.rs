//! The roll of a vote: drawn from the records to be looked at, frozen when the vote opens.

use chrono::{DateTime, NaiveDate, Utc};
use entity::deliberations::{Electorate, roll_entry, roll_voter};
use entity::ids::{CommunityId, DeliberationId, RollEntryId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use crate::community;
use crate::deliberations::records::{self, Reach};
use crate::deliberations::roll::{Entry, Roll};
use crate::error::{Code, Result};
use crate::kernel::db::{self, Tx};

/// The roll as the records make it now, for a vote that opens at this instant.
pub async fn draw(
    conn: &impl ConnectionTrait,
    reach: Reach,
    electorate: Electorate,
    opens_at: DateTime<Utc>,
) -> Result<Roll> {
    records::roll(conn, reach, electorate, day(conn, reach.community, opens_at).await?).await
}

/// The day of an instant where the community is: age is counted in days.
pub async fn day(conn: &impl ConnectionTrait, community: CommunityId, at: DateTime<Utc>) -> Result<NaiveDate> {
    let zone = community::service::communities::zone(conn, community).await?;
    Ok(at.with_timezone(&zone).date_naive())
}

/// Writes the roll down for good.
pub async fn freeze(tx: &Tx<'_>, id: DeliberationId, roll: &Roll) -> Result<()> {
    let named: Vec<(RollEntryId, &Entry)> = roll.entries.iter().map(|entry| (RollEntryId::new(), entry)).collect();
    let entries = named.iter().map(|(entry_id, entry)| row(id, *entry_id, entry)).collect::<Result<Vec<_>>>()?;
    for rows in db::chunks(entries) {
        roll_entry::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    let voters = named.iter().flat_map(|(entry_id, entry)| {
        entry.accounts.iter().map(|account| roll_voter::ActiveModel {
            entry_id: Set(*entry_id),
            account_id: Set(*account),
            deliberation_id: Set(id),
        })
    });
    for rows in db::chunks(voters.collect()) {
        roll_voter::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn row(id: DeliberationId, entry_id: RollEntryId, entry: &Entry) -> Result<roll_entry::ActiveModel> {
    let too_much = |_| Code::Internal.error();
    Ok(roll_entry::ActiveModel {
        id: Set(entry_id),
        deliberation_id: Set(id),
        subject: Set(entry.subject),
        building_id: Set(entry.building),
        heads: Set(i32::try_from(entry.weight.heads).map_err(too_much)?),
        area: Set(i64::try_from(entry.weight.area).map_err(too_much)?),
        parts: Set(json!(entry.parts)),
    })
}
