//! Buildings and what is in them, row by row.

use chrono::{DateTime, Utc};
use entity::community::{DwellingKind, building, dwelling, household, unit};
use entity::ids::{BuildingId, CommunityId, CompoundId, DwellingId, GridId, HouseholdId, UnitId};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::{Home, Places};
use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::db::{Tx, chunks};

/// Where a building is raised.
pub struct Site {
    /// The community.
    pub community: CommunityId,
    /// The compound.
    pub compound: CompoundId,
    /// Which of the grids.
    pub grid: usize,
    /// Its number in the compound.
    pub number: usize,
    /// The last one of all.
    pub last: bool,
}

/// Rows that wait to be inserted together.
#[derive(Default)]
pub struct Rows {
    buildings: Vec<building::ActiveModel>,
    units: Vec<unit::ActiveModel>,
    dwellings: Vec<dwelling::ActiveModel>,
    households: Vec<household::ActiveModel>,
}

impl Rows {
    /// A building of three units, seven floors and two doors a floor; the last one has two floors more.
    pub fn raise(&mut self, tx: &Tx<'_>, places: &mut Places, site: Site) -> Result<()> {
        let id = BuildingId::new();
        let grid = places.grids[site.grid];
        self.building(tx.now(), id, site.community, Some(site.compound), grid, format!("{}号楼", site.number));
        places.buildings.push((id, site.grid));
        for number in 1..=3 {
            let unit = self.unit(tx.now(), site.community, id, number);
            if places.homes.is_empty() {
                places.unit = unit;
            }
            let floors = if site.last && number == 3 { 9 } else { 7 };
            for (floor, door) in (1..=floors).flat_map(|floor| [(floor, 1), (floor, 2)]) {
                let door = format!("{floor}0{door}");
                // 54.36 m² to 98.36 m², the same for the same door.
                let area = 5_436 + i64::from(floor) * 400 + i64::from(number) * 150;
                let household = self.home(tx, site.community, (id, Some(unit)), &door, area)?;
                places.homes.push(Home { household, grid: site.grid });
            }
        }
        Ok(())
    }

    /// The one home of the other community.
    pub fn cottage(&mut self, tx: &Tx<'_>, places: &Places) -> Result<HouseholdId> {
        let id = BuildingId::new();
        self.building(tx.now(), id, places.other, None, places.other_grid, "1号楼".into());
        self.home(tx, places.other, (id, None), "101", 6_000)
    }

    fn building(
        &mut self,
        now: DateTime<Utc>,
        id: BuildingId,
        community: CommunityId,
        compound: Option<CompoundId>,
        grid: GridId,
        name: String,
    ) {
        self.buildings.push(building::ActiveModel {
            id: Set(id),
            community_id: Set(community),
            compound_id: Set(compound),
            grid_id: Set(grid),
            name: Set(name),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        });
    }

    fn unit(&mut self, now: DateTime<Utc>, community: CommunityId, building: BuildingId, number: i32) -> UnitId {
        let id = UnitId::new();
        self.units.push(unit::ActiveModel {
            id: Set(id),
            community_id: Set(community),
            building_id: Set(building),
            name: Set(format!("{number}单元")),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        });
        id
    }

    fn home(
        &mut self,
        tx: &Tx<'_>,
        community: CommunityId,
        (building, unit): (BuildingId, Option<UnitId>),
        door: &str,
        area: i64,
    ) -> Result<HouseholdId> {
        let (dwelling, household) = (DwellingId::new(), HouseholdId::new());
        self.dwellings.push(dwelling::ActiveModel {
            id: Set(dwelling),
            community_id: Set(community),
            building_id: Set(building),
            unit_id: Set(unit),
            door_sealed: Set(tx.vault().seal(Field::Door, door)?),
            door_blind: Set(tx.vault().blind(Field::Door, door)),
            area_centi_m2: Set(Some(area)),
            kind: Set(DwellingKind::Residential),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        });
        self.households.push(household::ActiveModel {
            id: Set(household),
            community_id: Set(community),
            dwelling_id: Set(dwelling),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        });
        Ok(household)
    }

    /// Inserts them all.
    pub async fn insert(self, tx: &Tx<'_>) -> Result<()> {
        building::Entity::insert_many(self.buildings).exec_without_returning(tx).await?;
        unit::Entity::insert_many(self.units).exec_without_returning(tx).await?;
        for rows in chunks(self.dwellings) {
            dwelling::Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
        for rows in chunks(self.households) {
            household::Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
        Ok(())
    }
}
