//! Who stands behind the entries of a roll, masked: a bounded number of queries for a page.

use std::collections::HashMap;

use entity::community::{Relation, dwelling, household, owner, ownership, resident, unit};
use entity::deliberations::{Electorate, roll_entry};
use entity::ids::{DwellingId, HouseholdId, OwnerId, RollEntryId, UnitId};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::community::view::mask_door;
use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::crypto::{Field, mask_name};

/// 一处房屋
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Door {
    /// 单元
    #[schema(required = true)]
    pub unit: Option<String>,
    /// 门牌，已脱敏
    pub number: String,
}

/// Where somebody is met, and masked names.
pub type Home = (Option<Door>, Vec<String>);

/// Sealed names, by the place where their bearers are met.
type Sealed = HashMap<RollEntryId, (DwellingId, Vec<String>)>;

/// The homes of these entries; none for those whose records are gone.
pub async fn homes(
    kernel: &Kernel,
    electorate: Option<Electorate>,
    entries: &[roll_entry::Model],
) -> Result<HashMap<RollEntryId, Home>> {
    let sealed = match electorate {
        Some(Electorate::Residents) => residents(kernel, entries).await?,
        Some(Electorate::Households) => households(kernel, entries).await?,
        Some(Electorate::Owners) => owners(kernel, entries).await?,
        None => Sealed::new(),
    };
    let doors = doors(kernel, sealed.values().map(|(dwelling, _)| *dwelling)).await?;
    let masked = |(entry, (dwelling, names)): (RollEntryId, (DwellingId, Vec<String>))| {
        let names = names.iter().map(|name| Ok(mask_name(&kernel.vault.open(Field::Name, name)?)));
        Ok((entry, (doors.get(&dwelling).cloned(), names.collect::<Result<Vec<String>>>()?)))
    };
    sealed.into_iter().map(masked).collect()
}

fn subjects(entries: &[roll_entry::Model]) -> impl Iterator<Item = Uuid> {
    entries.iter().map(|entry| entry.subject)
}

async fn residents(kernel: &Kernel, entries: &[roll_entry::Model]) -> Result<Sealed> {
    let rows = resident::Entity::find().filter(resident::Column::Id.is_in(subjects(entries))).all(&kernel.db).await?;
    let dwellings = dwellings(kernel, rows.iter().filter_map(|row| row.household_id)).await?;
    let by_id: HashMap<Uuid, resident::Model> = rows.into_iter().map(|row| (row.id.into(), row)).collect();
    let found = entries.iter().filter_map(|entry| {
        let row = by_id.get(&entry.subject)?;
        Some((entry.id, (*dwellings.get(&row.household_id?)?, vec![row.name_sealed.clone()])))
    });
    Ok(found.collect())
}

async fn households(kernel: &Kernel, entries: &[roll_entry::Model]) -> Result<Sealed> {
    let dwellings = dwellings(kernel, subjects(entries).map(HouseholdId)).await?;
    let heads = resident::Entity::find()
        .filter(resident::Column::HouseholdId.is_in(dwellings.keys().copied()))
        .filter(resident::Column::Relation.eq(Relation::Head))
        .filter(resident::Column::MovedOutAt.is_null())
        .order_by_asc(resident::Column::Id)
        .all(&kernel.db)
        .await?;
    let mut names: HashMap<HouseholdId, Vec<String>> = HashMap::new();
    for head in heads {
        if let Some(household) = head.household_id {
            names.entry(household).or_default().push(head.name_sealed);
        }
    }
    let found = entries.iter().filter_map(|entry| {
        let household = HouseholdId(entry.subject);
        Some((entry.id, (*dwellings.get(&household)?, names.remove(&household).unwrap_or_default())))
    });
    Ok(found.collect())
}

async fn owners(kernel: &Kernel, entries: &[roll_entry::Model]) -> Result<Sealed> {
    let first = entries.iter().filter_map(|entry| {
        let parts: Vec<DwellingId> = serde_json::from_value(entry.parts.clone()).unwrap_or_default();
        Some((entry.id, *parts.first()?))
    });
    let first: HashMap<RollEntryId, DwellingId> = first.collect();
    let owned = ownership::Entity::find()
        .filter(ownership::Column::DwellingId.is_in(first.values().copied()))
        .order_by_asc(ownership::Column::OwnerId)
        .all(&kernel.db)
        .await?;
    let rows = owner::Entity::find().filter(owner::Column::Id.is_in(owned.iter().map(|row| row.owner_id)));
    let names: HashMap<OwnerId, String> =
        rows.all(&kernel.db).await?.into_iter().map(|row| (row.id, row.name_sealed)).collect();
    let found = first.into_iter().map(|(entry, part)| {
        let here = owned.iter().filter(|row| row.dwelling_id == part);
        (entry, (part, here.filter_map(|row| names.get(&row.owner_id).cloned()).collect()))
    });
    Ok(found.collect())
}

async fn dwellings(
    kernel: &Kernel,
    ids: impl Iterator<Item = HouseholdId>,
) -> Result<HashMap<HouseholdId, DwellingId>> {
    let rows = household::Entity::find().filter(household::Column::Id.is_in(ids)).all(&kernel.db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.dwelling_id)).collect())
}

async fn doors(kernel: &Kernel, ids: impl Iterator<Item = DwellingId>) -> Result<HashMap<DwellingId, Door>> {
    let rows = dwelling::Entity::find().filter(dwelling::Column::Id.is_in(ids)).all(&kernel.db).await?;
    let units = unit::Entity::find().filter(unit::Column::Id.is_in(rows.iter().filter_map(|row| row.unit_id)));
    let units: HashMap<UnitId, String> =
        units.all(&kernel.db).await?.into_iter().map(|unit| (unit.id, unit.name)).collect();
    let door = |row: dwelling::Model| {
        let number = mask_door(&kernel.vault.open(Field::Door, &row.door_sealed)?);
        Ok((row.id, Door { unit: row.unit_id.and_then(|unit| units.get(&unit).cloned()), number }))
    };
    rows.into_iter().map(door).collect()
}
