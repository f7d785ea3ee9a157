//! 小区: buildings under one governance.

use entity::community::compound;
use entity::ids::CommunityId;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryTrait;
use sea_orm::prelude::*;

use super::Resource;
use crate::community::view::{Compound, CompoundInput, CompoundQuery};
use crate::error::Result;
use crate::kernel::Vault;
use crate::kernel::db::Tx;

impl Resource for compound::Entity {
    type Query = CompoundQuery;
    type Input = CompoundInput;
    type View = Compound;
    const PATH: &'static str = "/compounds";

    fn narrow(_: &Vault, rows: Select<Self>, query: &CompoundQuery) -> Select<Self> {
        rows.apply_if(query.name.as_deref(), |rows, name| rows.filter(compound::Column::Name.eq(name)))
    }

    async fn fields(
        _: &Tx<'_>,
        _: CommunityId,
        input: CompoundInput,
        _: Option<&compound::Model>,
    ) -> Result<compound::ActiveModel> {
        Ok(compound::ActiveModel {
            name: Set(input.name.into()),
            governance: Set(input.governance),
            ..Default::default()
        })
    }

    async fn show(_: &impl ConnectionTrait, _: &Vault, rows: Vec<compound::Model>) -> Result<Vec<Compound>> {
        Ok(rows.into_iter().map(Compound::from).collect())
    }
}

impl From<compound::Model> for Compound {
    fn from(row: compound::Model) -> Self {
        Self {
            id: row.id,
            community_id: row.community_id,
            name: row.name,
            governance: row.governance,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
