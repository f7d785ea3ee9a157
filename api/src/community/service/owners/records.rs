//! What a roll of owners is made from.

use entity::ids::{AccountId, BuildingId, DwellingId};
use sea_orm::prelude::*;

use super::store::{self, Extent};
use crate::error::Result;

/// An exclusive part (专有部分).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The dwelling.
    pub dwelling: DwellingId,
    /// Its building.
    pub building: BuildingId,
    /// Its area in 0.01 m², if it is on record.
    pub area: Option<u64>,
}

/// That an owner owns a part, alone or with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ownership {
    /// The part.
    pub dwelling: DwellingId,
    /// The owner's record.
    pub owner: Uuid,
    /// The blind index of the owner's number.
    pub identity: Option<String>,
    /// The account through which the owner votes: that of the same person on the roster, once
    /// verified, else the one whose phone staff have entered.
    pub account: Option<AccountId>,
}

/// The parts of a place, and who owns them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// In the order of their ids.
    pub parts: Vec<Part>,
    /// In the order of parts and owners.
    pub ownerships: Vec<Ownership>,
}

/// The register of a place as it is now: two queries, however large the place is. Who needs both
/// to be of one moment holds the community's records first ([`bulk::hold`](crate::community::service::bulk::hold)).
pub async fn records(conn: &impl ConnectionTrait, place: Extent) -> Result<Records> {
    let (parts, owned) = store::records(conn, place).await?;
    let part = |row: store::PartRow| Part {
        dwelling: row.dwelling_id,
        building: row.building_id,
        area: row.area.and_then(|area| u64::try_from(area).ok()),
    };
    let ownership = |row: store::OwnedRow| Ownership {
        dwelling: row.dwelling_id,
        owner: row.voice.owner_id.into(),
        identity: row.identity,
        account: row.voice.account(),
    };
    Ok(Records { parts: parts.into_iter().map(part).collect(), ownerships: owned.into_iter().map(ownership).collect() })
}
