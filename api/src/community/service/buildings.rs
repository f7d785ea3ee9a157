//! 楼栋: it stands in a grid, and in a compound if it belongs to one.

use entity::community::{building, compound, grid};
use entity::ids::CommunityId;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryTrait;
use sea_orm::prelude::*;

use super::{Resource, store};
use crate::community::view::{Building, BuildingInput, BuildingQuery};
use crate::error::Result;
use crate::kernel::Vault;
use crate::kernel::db::Tx;

impl Resource for building::Entity {
    type Query = BuildingQuery;
    type Input = BuildingInput;
    type View = Building;
    const PATH: &'static str = "/buildings";

    fn narrow(_: &Vault, rows: Select<Self>, query: &BuildingQuery) -> Select<Self> {
        rows.apply_if(query.compound_id, |rows, id| rows.filter(building::Column::CompoundId.eq(id)))
            .apply_if(query.grid_id, |rows, id| rows.filter(building::Column::GridId.eq(id)))
            .apply_if(query.name.as_deref(), |rows, name| rows.filter(building::Column::Name.eq(name)))
    }

    async fn fields(
        tx: &Tx<'_>,
        community: CommunityId,
        input: BuildingInput,
        _: Option<&building::Model>,
    ) -> Result<building::ActiveModel> {
        store::referred::<grid::Entity>(tx, community, input.grid_id, "/gridId").await?;
        if let Some(id) = input.compound_id {
            store::referred::<compound::Entity>(tx, community, id, "/compoundId").await?;
        }
        Ok(building::ActiveModel {
            compound_id: Set(input.compound_id),
            grid_id: Set(input.grid_id),
            name: Set(input.name.into()),
            ..Default::default()
        })
    }

    async fn show(_: &impl ConnectionTrait, _: &Vault, rows: Vec<building::Model>) -> Result<Vec<Building>> {
        Ok(rows.into_iter().map(Building::from).collect())
    }
}

impl From<building::Model> for Building {
    fn from(row: building::Model) -> Self {
        Self {
            id: row.id,
            community_id: row.community_id,
            compound_id: row.compound_id,
            grid_id: row.grid_id,
            name: row.name,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
