//! 房屋: one door; its number is personal data.

use entity::community::{building, dwelling, unit};
use entity::ids::CommunityId;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::QueryTrait;
use sea_orm::prelude::*;

use super::{Resource, store};
use crate::community::view::{Dwelling, DwellingInput, DwellingQuery, mask_door};
use crate::error::{Code, Result};
use crate::kernel::Vault;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;

impl Resource for dwelling::Entity {
    type Query = DwellingQuery;
    type Input = DwellingInput;
    type View = Dwelling;
    const PATH: &'static str = "/dwellings";

    fn narrow(vault: &Vault, rows: Select<Self>, query: &DwellingQuery) -> Select<Self> {
        let door = query.door.as_deref().map(|door| vault.blind(Field::Door, door));
        rows.apply_if(query.building_id, |rows, id| rows.filter(dwelling::Column::BuildingId.eq(id)))
            .apply_if(query.unit_id, |rows, id| rows.filter(dwelling::Column::UnitId.eq(id)))
            .apply_if(door, |rows, door| rows.filter(dwelling::Column::DoorBlind.eq(door)))
    }

    async fn fields(
        tx: &Tx<'_>,
        community: CommunityId,
        input: DwellingInput,
        current: Option<&dwelling::Model>,
    ) -> Result<dwelling::ActiveModel> {
        check(tx, community, &input, current).await?;
        let mut fields = dwelling::ActiveModel {
            building_id: Set(input.building_id),
            unit_id: Set(input.unit_id),
            door_sealed: NotSet,
            door_blind: NotSet,
            area_centi_m2: Set(input.area_centi_m2),
            kind: Set(input.kind),
            ..Default::default()
        };
        if let Some(door) = &input.door {
            fields.door_sealed = Set(tx.vault().seal(Field::Door, door)?);
            fields.door_blind = Set(tx.vault().blind(Field::Door, door));
        }
        Ok(fields)
    }

    async fn show(conn: &impl ConnectionTrait, vault: &Vault, rows: Vec<dwelling::Model>) -> Result<Vec<Dwelling>> {
        let places = store::places(conn, &rows).await?;
        rows.into_iter()
            .map(|row| {
                let place = places.get(&row.id).cloned().unwrap_or_default();
                let door = mask_door(&vault.open(Field::Door, &row.door_sealed)?);
                Ok(view(row, place, door))
            })
            .collect()
    }
}

async fn check(
    tx: &Tx<'_>,
    community: CommunityId,
    input: &DwellingInput,
    current: Option<&dwelling::Model>,
) -> Result<()> {
    store::referred::<building::Entity>(tx, community, input.building_id, "/buildingId").await?;
    if let Some(id) = input.unit_id {
        let unit = store::referred::<unit::Entity>(tx, community, id, "/unitId").await?;
        if unit.building_id != input.building_id {
            return Err(Code::Invalid.error().at("/unitId", Code::UnknownReference));
        }
    }
    if current.is_none() && input.door.is_none() {
        return Err(Code::Invalid.error().at("/door", Code::MissingField));
    }
    if input.area_centi_m2.is_some_and(|area| !(1..=100_000_000).contains(&area)) {
        return Err(Code::Invalid.error().at("/areaCentiM2", Code::InvalidValue));
    }
    Ok(())
}

fn view(row: dwelling::Model, place: String, door: String) -> Dwelling {
    Dwelling {
        id: row.id,
        community_id: row.community_id,
        building_id: row.building_id,
        unit_id: row.unit_id,
        place,
        door,
        area_centi_m2: row.area_centi_m2,
        kind: row.kind,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
