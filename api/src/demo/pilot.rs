//! 民丰小区, where residents govern themselves, as the records have it.

use std::collections::HashMap;

use entity::community::{building, dwelling, household};
use entity::ids::{BuildingId, CommunityId, CompoundId, DwellingId, GridId, HouseholdId};
use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::places::Places;
use crate::auth::Place;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// Its grid, the fifth.
pub const GRID: usize = 4;

/// A home of it.
#[derive(Clone, Copy)]
pub struct Door {
    /// Who lives there.
    pub household: HouseholdId,
    /// What they live in.
    pub dwelling: DwellingId,
    /// In which building.
    pub building: BuildingId,
}

/// The compound.
pub struct Pilot {
    /// Its community.
    pub community: CommunityId,
    /// Its grid.
    pub grid: GridId,
    /// Itself.
    pub compound: CompoundId,
    /// Its homes, building by building.
    pub doors: Vec<Door>,
}

impl Pilot {
    /// Finds it among the places.
    pub async fn find(tx: &Tx<'_>, places: &Places) -> Result<Self> {
        let buildings = places.buildings.iter().filter(|(_, grid)| *grid == GRID).map(|(building, _)| *building);
        let buildings: Vec<BuildingId> = buildings.collect();
        let first = building::Entity::find().filter(building::Column::Id.is_in(buildings.clone())).one(tx).await?;
        let compound = first.and_then(|building| building.compound_id).ok_or_else(|| Code::Internal.error())?;
        let dwellings: Vec<(DwellingId, BuildingId)> = dwelling::Entity::find()
            .select_only()
            .columns([dwelling::Column::Id, dwelling::Column::BuildingId])
            .filter(dwelling::Column::BuildingId.is_in(buildings))
            .into_tuple()
            .all(tx)
            .await?;
        let lives: Vec<(HouseholdId, DwellingId)> = household::Entity::find()
            .select_only()
            .columns([household::Column::Id, household::Column::DwellingId])
            .filter(household::Column::DwellingId.is_in(dwellings.iter().map(|(dwelling, _)| *dwelling)))
            .into_tuple()
            .all(tx)
            .await?;
        let (of, lives) = (HashMap::<_, _>::from_iter(dwellings), HashMap::<_, _>::from_iter(lives));
        let door = |household: HouseholdId| {
            let dwelling = *lives.get(&household)?;
            Some(Door { household, dwelling, building: *of.get(&dwelling)? })
        };
        let doors = places.homes.iter().filter_map(|home| door(home.household)).collect();
        Ok(Self { community: places.community, grid: places.grids[GRID], compound, doors })
    }

    /// The door of a household, by its number.
    pub fn door(&self, household: HouseholdId) -> Option<usize> {
        self.doors.iter().position(|door| door.household == household)
    }

    /// Where a home lies.
    pub fn place(&self, door: &Door) -> Place {
        Place {
            community: self.community,
            grid: self.grid,
            compound: Some(self.compound),
            building: Some(door.building),
        }
    }
}
