//! The places that a sheet names, each once, beside those that are known.

use std::collections::{HashMap, HashSet};

use entity::community::{DwellingKind, Governance, building, compound, dwelling, unit};
use entity::ids::{BuildingId, CompoundId, DwellingId, GridId, UnitId};
use sea_orm::ActiveValue::Set;

use super::fold::{Folded, Said};
use super::known::Grids;
use super::{Line, Person, Plan};
use crate::error::{Code, Result};
use crate::imports::column::Column;
use crate::imports::fault::Fault;
use crate::imports::places::{Place, Places};
use crate::kernel::Vault;
use crate::kernel::crypto::Field;

/// A building by the names of its compound and itself.
type BuildingName<'a> = (Option<&'a str>, &'a str);

/// What the rows of a sheet say about places.
#[derive(Debug, Default)]
pub struct Named<'a> {
    buildings: Folded<BuildingName<'a>, Said<GridId>>,
    dwellings: Folded<&'a Place, Told>,
}

/// What is said of a dwelling.
#[derive(Debug, Default)]
struct Told {
    door_blind: String,
    area: Said<i64>,
    kind: Said<DwellingKind>,
}

impl<'a> Named<'a> {
    /// Gathers what the rows say; notes grids that are not there and rows that contradict others.
    pub fn fold(vault: &Vault, grids: &Grids, lines: &'a [Line], faults: &mut Vec<Fault>) -> Self {
        let mut named = Self::default();
        for line in lines {
            let grid = line.grid.as_deref().and_then(|name| grids.find(name));
            if line.grid.is_some() && grid.is_none() {
                faults.push(Fault::new(line.row, Column::Grid, Code::UnknownGrid));
            }
            if let Some(place) = &line.place {
                named.hear(vault, line, place, grid, faults);
            }
        }
        named
    }

    fn hear(&mut self, vault: &Vault, line: &Line, place: &'a Place, grid: Option<GridId>, faults: &mut Vec<Fault>) {
        let building = self.buildings.named((place.compound.as_deref(), &place.building), Said::default);
        let other = building.hear(grid, line.row);
        let dwelling = self
            .dwellings
            .named(place, || Told { door_blind: vault.blind(Field::Door, &place.door), ..Told::default() });
        let others = [
            (Column::Grid, other),
            (Column::Area, dwelling.area.hear(line.area, line.row)),
            (Column::Kind, dwelling.kind.hear(line.kind, line.row)),
        ];
        let contradicted = others.into_iter().filter_map(|(column, other)| other.map(|other| (column, other)));
        faults.extend(contradicted.map(|(column, other)| Fault::beside(line.row, column, Code::ContradictsRow, other)));
    }

    /// The buildings, by the names of compound and building.
    pub fn buildings(&self) -> impl Iterator<Item = BuildingName<'a>> {
        self.buildings.items.iter().map(|(name, _)| *name)
    }

    /// The people of the sheet, each with the row and the place of the dwelling in the order of dwellings.
    pub fn people(&self, lines: &'a [Line]) -> Vec<(usize, usize, &'a Person)> {
        let people = lines.iter().filter_map(|line| Some((line.row, line.place.as_ref()?, line.person.as_ref()?)));
        people.map(|(row, place, person)| (row, self.dwellings.index[place], person)).collect()
    }

    /// Plans what becomes of the places; the ids of the dwellings in their order, but for
    /// those that cannot be placed.
    pub fn compare(&self, vault: &Vault, known: &Places, plan: &mut Plan) -> Result<Vec<Option<DwellingId>>> {
        let compounds = self.compounds(known, plan);
        let buildings = self.settle_buildings(known, &compounds, plan);
        let units = self.units(known, &buildings, plan);
        let dwelling = |(place, told): &(&'a Place, Told)| {
            let Some(building) = buildings.get(&(place.compound.as_deref(), place.building.as_str())) else {
                return Ok(None);
            };
            let unit = place.unit.as_deref().map(|name| units[&(*building, name)]);
            settle_dwelling(vault, known, (*building, unit), place, told, plan).map(Some)
        };
        self.dwellings.items.iter().map(dwelling).collect()
    }

    fn compounds(&self, known: &Places, plan: &mut Plan) -> HashMap<&'a str, CompoundId> {
        let mut ids = HashMap::new();
        for name in self.buildings().filter_map(|(compound, _)| compound) {
            ids.entry(name).or_insert_with(|| match known.compounds.get(name) {
                Some(row) => {
                    plan.compounds.unchanged += 1;
                    row.id
                }
                None => {
                    let id = CompoundId::new();
                    let fields = compound::ActiveModel {
                        name: Set(name.to_owned()),
                        governance: Set(Governance::None),
                        ..Default::default()
                    };
                    plan.compounds.created.push((id, fields));
                    id
                }
            });
        }
        ids
    }

    /// A building whose grid is not known is left out; a fault says so already.
    fn settle_buildings(
        &self,
        known: &Places,
        compounds: &HashMap<&str, CompoundId>,
        plan: &mut Plan,
    ) -> HashMap<BuildingName<'a>, BuildingId> {
        let mut ids = HashMap::new();
        for ((compound, name), grid) in &self.buildings.items {
            let compound_id = compound.map(|compound| compounds[compound]);
            let (row, grid) = (known.buildings.get(&(compound_id, (*name).to_owned())), grid.value());
            let mut fields = building::ActiveModel::default();
            let id = match (row, grid) {
                (Some(row), grid) => {
                    if let Some(grid) = grid.filter(|grid| *grid != row.grid_id) {
                        fields.grid_id = Set(grid);
                    }
                    plan.buildings.known(row, fields);
                    row.id
                }
                (None, Some(grid)) => {
                    let id = BuildingId::new();
                    (fields.compound_id, fields.grid_id) = (Set(compound_id), Set(grid));
                    fields.name = Set((*name).to_owned());
                    plan.buildings.created.push((id, fields));
                    id
                }
                (None, None) => continue,
            };
            ids.insert((*compound, *name), id);
        }
        ids
    }

    fn units(
        &self,
        known: &Places,
        buildings: &HashMap<BuildingName<'a>, BuildingId>,
        plan: &mut Plan,
    ) -> HashMap<(BuildingId, &'a str), UnitId> {
        let (mut ids, mut seen) = (HashMap::new(), HashSet::new());
        for (place, _) in &self.dwellings.items {
            let Some(building) = buildings.get(&(place.compound.as_deref(), place.building.as_str())) else { continue };
            let Some(name) = place.unit.as_deref().filter(|name| seen.insert((*building, *name))) else { continue };
            let row = known.units.get(&(*building, name.to_owned()));
            let id = row.map_or_else(UnitId::new, |row| row.id);
            match row {
                Some(_) => plan.units.unchanged += 1,
                None => {
                    let fields = unit::ActiveModel {
                        building_id: Set(*building),
                        name: Set(name.to_owned()),
                        ..Default::default()
                    };
                    plan.units.created.push((id, fields));
                }
            }
            ids.insert((*building, name), id);
        }
        ids
    }
}

fn settle_dwelling(
    vault: &Vault,
    known: &Places,
    (building, unit): (BuildingId, Option<UnitId>),
    place: &Place,
    told: &Told,
    plan: &mut Plan,
) -> Result<DwellingId> {
    let mut fields = dwelling::ActiveModel::default();
    if let Some(row) = known.dwellings.get(&(building, unit, told.door_blind.clone())) {
        if let Some(area) = told.area.value().filter(|area| row.area_centi_m2 != Some(*area)) {
            fields.area_centi_m2 = Set(Some(area));
        }
        if let Some(kind) = told.kind.value().filter(|kind| row.kind != *kind) {
            fields.kind = Set(kind);
        }
        plan.dwellings.known(row, fields);
        return Ok(row.id);
    }
    let id = DwellingId::new();
    (fields.building_id, fields.unit_id) = (Set(building), Set(unit));
    fields.door_sealed = Set(vault.seal(Field::Door, &place.door)?);
    fields.door_blind = Set(told.door_blind.clone());
    fields.area_centi_m2 = Set(told.area.value());
    fields.kind = Set(told.kind.value().unwrap_or(DwellingKind::Residential));
    plan.dwellings.created.push((id, fields));
    Ok(id)
}
