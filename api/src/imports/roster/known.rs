//! What the database knows of the grids and people that a roster names: a few queries,
//! however many rows it has.

use std::collections::HashMap;

use entity::community::{grid, household, resident};
use entity::ids::{CommunityId, DwellingId, GridId, HouseholdId, ResidentId};
use sea_orm::prelude::*;

use crate::error::Result;
use crate::kernel::db::chunks;

/// The grids by code and by name.
#[derive(Debug, Default)]
pub struct Grids(HashMap<String, Option<GridId>>);

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
