//! How a place is called: compound, building and unit by name. The door is left out,
//! for it is personal data.

use std::collections::HashMap;
use std::hash::Hash;

use entity::community::{building, compound, dwelling, household, unit};
use entity::ids::{DwellingId, HouseholdId};
use sea_orm::prelude::*;

use crate::error::Result;

/// The dwellings with these ids.
pub async fn dwellings(
    conn: &impl ConnectionTrait,
    ids: impl Iterator<Item = DwellingId>,
) -> Result<Vec<dwelling::Model>> {
    Ok(dwelling::Entity::find().filter(dwelling::Column::Id.is_in(ids)).all(conn).await?)
}

/// What the places of these dwellings are called, such as `吉祥苑小区 3栋 2单元`.
pub async fn places(conn: &impl ConnectionTrait, dwellings: &[dwelling::Model]) -> Result<HashMap<DwellingId, String>> {
    let ids = dwellings.iter().map(|row| row.building_id);
    let buildings = building::Entity::find().filter(building::Column::Id.is_in(ids)).all(conn).await?;
    let ids = buildings.iter().filter_map(|row| row.compound_id);
    let compounds = compound::Entity::find().filter(compound::Column::Id.is_in(ids)).all(conn).await?;
    let ids = dwellings.iter().filter_map(|row| row.unit_id);
    let units = unit::Entity::find().filter(unit::Column::Id.is_in(ids)).all(conn).await?;
    let (buildings, compounds, units) =
        (by(buildings, |row| row.id), by(compounds, |row| row.id), by(units, |row| row.id));
    let name = |row: &dwelling::Model| {
        let building = buildings.get(&row.building_id);
        let compound = building.and_then(|building| compounds.get(&building.compound_id?));
        let unit = row.unit_id.and_then(|id| units.get(&id));
        let names = [compound.map(|row| &row.name), building.map(|row| &row.name), unit.map(|row| &row.name)];
        names.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    Ok(dwellings.iter().map(|row| (row.id, name(row))).collect())
}

/// What the places of these households are called.
pub async fn places_of(
    conn: &impl ConnectionTrait,
    households: impl Iterator<Item = HouseholdId>,
) -> Result<HashMap<HouseholdId, String>> {
    let households = household::Entity::find().filter(household::Column::Id.is_in(households)).all(conn).await?;
    let dwellings = dwellings(conn, households.iter().map(|row| row.dwelling_id)).await?;
    let places = places(conn, &dwellings).await?;
    let place = |row: household::Model| (row.id, places.get(&row.dwelling_id).cloned().unwrap_or_default());
    Ok(households.into_iter().map(place).collect())
}

fn by<K: Eq + Hash, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, T> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}
