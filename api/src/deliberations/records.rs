//! The community's records that rolls are made from, as far as a matter reaches: a bounded
//! number of queries, whatever the size of the place.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::community::{building, dwelling, household, resident};
use entity::deliberations::{Electorate, deliberation};
use entity::ids::{AccountId, BuildingId, CommunityId, CompoundId, DwellingId, HouseholdId, ResidentId};
use sea_orm::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{QuerySelect, QueryTrait};

use super::roll::{self, HouseholdRecord, OwnershipRecord, PartRecord, ResidentRecord, Roll};
use crate::community;
use crate::community::service::owners::{Extent, Ownership, Part};
use crate::error::Result;

/// The place whose people decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The community.
    pub community: CommunityId,
    /// One compound of it.
    pub compound: Option<CompoundId>,
    /// One building of it.
    pub building: Option<BuildingId>,
}

impl Reach {
    /// How far this matter reaches.
    pub fn of(one: &deliberation::Model) -> Self {
        Self { community: one.community_id, compound: one.compound_id, building: one.building_id }
    }

    fn extent(self) -> Extent {
        match (self.building, self.compound) {
            (Some(building), _) => Extent::Building(building),
            (None, Some(compound)) => Extent::Compound(compound),
            (None, None) => Extent::Community(self.community),
        }
    }

    fn dwellings(self) -> SelectStatement {
        let dwellings = dwelling::Entity::find().select_only().column(dwelling::Column::Id);
        self.narrow(dwellings).into_query()
    }

    fn households(self) -> SelectStatement {
        let households = household::Entity::find().select_only().column(household::Column::Id);
        households.filter(household::Column::DwellingId.in_subquery(self.dwellings())).into_query()
    }

    fn narrow(self, dwellings: Select<dwelling::Entity>) -> Select<dwelling::Entity> {
        let here = dwellings.filter(dwelling::Column::CommunityId.eq(self.community));
        match (self.building, self.compound) {
            (Some(building), _) => here.filter(dwelling::Column::BuildingId.eq(building)),
            (None, Some(compound)) => {
                let buildings = building::Entity::find()
                    .select_only()
                    .column(building::Column::Id)
                    .filter(building::Column::CompoundId.eq(compound));
                here.filter(dwelling::Column::BuildingId.in_subquery(buildings.into_query()))
            }
            (None, None) => here,
        }
    }
}

/// The roll as the records make it for a vote that opens on this day.
pub async fn roll(
    conn: &impl ConnectionTrait,
    reach: Reach,
    electorate: Electorate,
    opening: NaiveDate,
) -> Result<Roll> {
    Ok(match electorate {
        Electorate::Residents => roll::residents(&residents(conn, reach).await?, opening),
        Electorate::Households => {
            roll::households(&households(conn, reach).await?, &residents(conn, reach).await?, opening)
        }
        Electorate::Owners => owners(conn, reach).await?,
    })
}

/// The roll of owners, by the register that the community keeps.
async fn owners(conn: &impl ConnectionTrait, reach: Reach) -> Result<Roll> {
    let register = community::service::owners::records(conn, reach.extent()).await?;
    let part = |part: Part| PartRecord { dwelling: part.dwelling, building: part.building, area: part.area };
    let ownership = |one: Ownership| OwnershipRecord {
        dwelling: one.dwelling,
        owner: one.owner,
        identity: one.identity,
        account: one.account,
    };
    let parts: Vec<PartRecord> = register.parts.into_iter().map(part).collect();
    let ownerships: Vec<OwnershipRecord> = register.ownerships.into_iter().map(ownership).collect();
    Ok(roll::owners(&parts, &ownerships))
}

type ResidentRow = (ResidentId, Option<HouseholdId>, Option<AccountId>, Option<NaiveDate>);

async fn residents(conn: &impl ConnectionTrait, reach: Reach) -> Result<Vec<ResidentRecord>> {
    let of_household: HashMap<HouseholdId, BuildingId> =
        households(conn, reach).await?.into_iter().map(|record| (record.household, record.building)).collect();
    let rows: Vec<ResidentRow> = resident::Entity::find()
        .select_only()
        .columns([
            resident::Column::Id,
            resident::Column::HouseholdId,
            resident::Column::AccountId,
            resident::Column::BirthDate,
        ])
        .filter(resident::Column::CommunityId.eq(reach.community))
        .filter(resident::Column::HouseholdId.in_subquery(reach.households()))
        .filter(resident::Column::MovedOutAt.is_null())
        .filter(resident::Column::ErasedAt.is_null())
        .into_tuple()
        .all(conn)
        .await?;
    let here = rows.into_iter().filter_map(|(resident, household, account, birth_date)| {
        let household = household?;
        let building = *of_household.get(&household)?;
        Some(ResidentRecord { resident, household, building, account, birth_date })
    });
    Ok(here.collect())
}

async fn households(conn: &impl ConnectionTrait, reach: Reach) -> Result<Vec<HouseholdRecord>> {
    let buildings: HashMap<DwellingId, BuildingId> = buildings(conn, reach).await?;
    let rows: Vec<(HouseholdId, DwellingId)> = household::Entity::find()
        .select_only()
        .columns([household::Column::Id, household::Column::DwellingId])
        .filter(household::Column::DwellingId.in_subquery(reach.dwellings()))
        .into_tuple()
        .all(conn)
        .await?;
    let here = rows.into_iter().filter_map(|(household, dwelling)| {
        buildings.get(&dwelling).map(|building| HouseholdRecord { household, building: *building })
    });
    Ok(here.collect())
}

async fn buildings(conn: &impl ConnectionTrait, reach: Reach) -> Result<HashMap<DwellingId, BuildingId>> {
    let columns = [dwelling::Column::Id, dwelling::Column::BuildingId];
    let rows: Vec<(DwellingId, BuildingId)> =
        reach.narrow(dwelling::Entity::find()).select_only().columns(columns).into_tuple().all(conn).await?;
    Ok(rows.into_iter().collect())
}
