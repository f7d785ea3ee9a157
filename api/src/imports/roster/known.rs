//! What the database knows of the places and people that a roster names: a few queries,
//! however many rows it has.

use std::collections::HashMap;

use entity::community::{building, compound, dwelling, grid, household, resident, unit};
use entity::ids::{BuildingId, CommunityId, CompoundId, DwellingId, GridId, HouseholdId, ResidentId, UnitId};
use sea_orm::prelude::*;

use crate::error::Result;
use crate::kernel::db::chunks;

/// The grids by code and by name.
#[derive(Debug, Default)]
pub struct Grids(HashMap<String, Option<GridId>>);

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

/// The people of some households, and those with some identity numbers.
#[derive(Debug, Default)]
pub struct People {
    /// Everybody, each once.
    pub rows: Vec<resident::Model>,
    /// Where somebody stands in `rows`, by the blind index of the identity number.
    pub by_number: HashMap<String, usize>,
    /// Who lives together.
    pub by_household: HashMap<HouseholdId, Vec<usize>>,
}

impl Grids {
    /// Reads the grids of a community.
    pub async fn read(conn: &impl ConnectionTrait, community: CommunityId) -> Result<Self> {
        let rows = grid::Entity::find().filter(grid::Column::CommunityId.eq(community)).all(conn).await?;
        let mut grids = HashMap::new();
        for row in &rows {
            let twice = grids.insert(row.name.clone(), Some(row.id)).is_some();
            if twice {
                grids.insert(row.name.clone(), None);
            }
        }
        grids.extend(rows.into_iter().map(|row| (row.code, Some(row.id))));
        Ok(Self(grids))
    }

    /// The one grid of this code or name.
    pub fn find(&self, name: &str) -> Option<GridId> {
        self.0.get(name).copied().flatten()
    }
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

/// The households behind doors.
pub async fn households(
    conn: &impl ConnectionTrait,
    dwellings: Vec<DwellingId>,
) -> Result<HashMap<DwellingId, Vec<HouseholdId>>> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for dwellings in chunks(dwellings) {
        let rows = household::Entity::find().filter(household::Column::DwellingId.is_in(dwellings)).all(conn).await?;
        for row in rows {
            found.entry(row.dwelling_id).or_default().push(row.id);
        }
    }
    Ok(found)
}

impl People {
    /// Reads who lives in these households, and who has these numbers wherever they live.
    pub async fn read(
        conn: &impl ConnectionTrait,
        community: CommunityId,
        households: Vec<HouseholdId>,
        numbers: Vec<String>,
    ) -> Result<Self> {
        let mut people: HashMap<ResidentId, resident::Model> = HashMap::new();
        let here = || {
            let here = resident::Entity::find().filter(resident::Column::CommunityId.eq(community));
            here.filter(resident::Column::ErasedAt.is_null())
        };
        for households in chunks(households) {
            let rows = here().filter(resident::Column::HouseholdId.is_in(households)).all(conn).await?;
            people.extend(rows.into_iter().filter(|row| row.moved_out_at.is_none()).map(|row| (row.id, row)));
        }
        for numbers in chunks(numbers) {
            let rows = here().filter(resident::Column::IdNumberBlind.is_in(numbers)).all(conn).await?;
            people.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        Ok(Self::of(people.into_values().collect()))
    }

    fn of(mut rows: Vec<resident::Model>) -> Self {
        rows.sort_unstable_by_key(|row| row.id);
        let (mut by_number, mut by_household) = (HashMap::new(), HashMap::<_, Vec<_>>::new());
        for (index, row) in rows.iter().enumerate() {
            if let Some(number) = &row.id_number_blind {
                by_number.insert(number.clone(), index);
            }
            if let Some(household) = row.household_id.filter(|_| row.moved_out_at.is_none()) {
                by_household.entry(household).or_default().push(index);
            }
        }
        Self { rows, by_number, by_household }
    }
}
