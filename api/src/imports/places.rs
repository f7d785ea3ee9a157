//! Dwellings by the names that sheets give them, beside those that a community has: a few
//! queries, however many rows a sheet has.

use std::collections::HashMap;

use entity::community::{building, compound, dwelling, unit};
use entity::ids::{BuildingId, CommunityId, CompoundId, DwellingId, UnitId};
use sea_orm::prelude::*;

use super::column::Column;
use crate::error::{Code, Result};
use crate::kernel::Vault;
use crate::kernel::crypto::Field;
use crate::kernel::db::chunks;

/// A dwelling by the names of what it lies in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The compound, unless the building stands in none.
    pub compound: Option<String>,
    /// The building.
    pub building: String,
    /// The unit, where there are units.
    pub unit: Option<String>,
    /// The door.
    pub door: String,
}

/// The places of a community.
#[derive(Debug, Default)]
pub struct Places {
    /// The compounds by name.
    pub compounds: HashMap<String, compound::Model>,
    /// The buildings by compound and name.
    pub buildings: HashMap<(Option<CompoundId>, String), building::Model>,
    /// The units by building and name.
    pub units: HashMap<(BuildingId, String), unit::Model>,
    /// The dwellings by building, unit and the blind index of the door.
    pub dwellings: HashMap<(BuildingId, Option<UnitId>, String), dwelling::Model>,
}

impl Places {
    /// Reads the places of a community; of dwellings only those in buildings that are `wanted`,
    /// by compound and name.
    pub async fn read<'a>(
        conn: &impl ConnectionTrait,
        community: CommunityId,
        wanted: impl Iterator<Item = (Option<&'a str>, &'a str)>,
    ) -> Result<Self> {
        let compounds = compound::Entity::find().filter(compound::Column::CommunityId.eq(community)).all(conn).await?;
        let buildings = building::Entity::find().filter(building::Column::CommunityId.eq(community)).all(conn).await?;
        let units = unit::Entity::find().filter(unit::Column::CommunityId.eq(community)).all(conn).await?;
        let mut places = Self {
            compounds: compounds.into_iter().map(|row| (row.name.clone(), row)).collect(),
            buildings: buildings.into_iter().map(|row| ((row.compound_id, row.name.clone()), row)).collect(),
            units: units.into_iter().map(|row| ((row.building_id, row.name.clone()), row)).collect(),
            dwellings: HashMap::new(),
        };
        let ids = wanted.filter_map(|(compound, name)| places.building(compound, name)).map(|row| row.id).collect();
        places.dwellings = dwellings(conn, ids).await?;
        Ok(places)
    }

    /// The dwelling of this name.
    ///
    /// # Errors
    /// The column that names something that is not there.
    pub fn find(&self, vault: &Vault, place: &Place) -> Result<DwellingId, (Column, Code)> {
        let compound = place.compound.as_deref();
        if compound.is_some_and(|name| !self.compounds.contains_key(name)) {
            return Err((Column::Compound, Code::UnknownReference));
        }
        let building = self.building(compound, &place.building).ok_or((Column::Building, Code::UnknownReference))?.id;
        let unit = match &place.unit {
            Some(name) => {
                let found = self.units.get(&(building, name.clone()));
                Some(found.ok_or((Column::Unit, Code::UnknownReference))?.id)
            }
            None => None,
        };
        let door = vault.blind(Field::Door, &place.door);
        let found = self.dwellings.get(&(building, unit, door)).map(|row| row.id);
        found.ok_or((Column::Door, Code::UnknownDoor))
    }

    fn building(&self, compound: Option<&str>, name: &str) -> Option<&building::Model> {
        let compound = match compound {
            Some(compound) => Some(self.compounds.get(compound)?.id),
            None => None,
        };
        self.buildings.get(&(compound, name.to_owned()))
    }
}

async fn dwellings(
    conn: &impl ConnectionTrait,
    buildings: Vec<BuildingId>,
) -> Result<HashMap<(BuildingId, Option<UnitId>, String), dwelling::Model>> {
    let mut found = HashMap::new();
    for buildings in chunks(buildings) {
        let rows = dwelling::Entity::find().filter(dwelling::Column::BuildingId.is_in(buildings)).all(conn).await?;
        found.extend(rows.into_iter().map(|row| ((row.building_id, row.unit_id, row.door_blind.clone()), row)));
    }
    Ok(found)
}
