//! 单元: one entrance of a building; it cannot move to another one.

use entity::community::{building, unit};
use entity::ids::CommunityId;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryTrait;
use sea_orm::prelude::*;

use super::{Resource, store};
use crate::community::view::{Unit, UnitInput, UnitQuery};
use crate::error::{Code, Result};
use crate::kernel::Vault;
use crate::kernel::db::Tx;

impl Resource for unit::Entity {
    type Query = UnitQuery;
    type Input = UnitInput;
    type View = Unit;
    const PATH: &'static str = "/units";

    fn narrow(_: &Vault, rows: Select<Self>, query: &UnitQuery) -> Select<Self> {
        rows.apply_if(query.building_id, |rows, id| rows.filter(unit::Column::BuildingId.eq(id)))
    }

    async fn fields(
        tx: &Tx<'_>,
        community: CommunityId,
        input: UnitInput,
        current: Option<&unit::Model>,
    ) -> Result<unit::ActiveModel> {
        store::referred::<building::Entity>(tx, community, input.building_id, "/buildingId").await?;
        if current.is_some_and(|row| row.building_id != input.building_id) {
            return Err(Code::Invalid.error().at("/buildingId", Code::InvalidValue));
        }
        Ok(unit::ActiveModel {
            building_id: Set(input.building_id),
            name: Set(input.name.into()),
            ..Default::default()
        })
    }

    async fn show(_: &impl ConnectionTrait, _: &Vault, rows: Vec<unit::Model>) -> Result<Vec<Unit>> {
        Ok(rows.into_iter().map(Unit::from).collect())
    }
}

impl From<unit::Model> for Unit {
    fn from(row: unit::Model) -> Self {
        Self {
            id: row.id,
            community_id: row.community_id,
            building_id: row.building_id,
            name: row.name,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
