//! 户: the people who live behind one door together.

use std::collections::HashMap;

use entity::community::{dwelling, household, resident};
use entity::ids::{CommunityId, HouseholdId};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::QueryTrait;
use sea_orm::prelude::*;

use super::{Resource, store};
use crate::community::view::{Household, HouseholdInput, HouseholdQuery};
use crate::error::Result;
use crate::kernel::Vault;
use crate::kernel::db::Tx;

impl Resource for household::Entity {
    type Query = HouseholdQuery;
    type Input = HouseholdInput;
    type View = Household;
    const PATH: &'static str = "/households";

    fn narrow(_: &Vault, rows: Select<Self>, query: &HouseholdQuery) -> Select<Self> {
        rows.apply_if(query.dwelling_id, |rows, id| rows.filter(household::Column::DwellingId.eq(id)))
    }

    async fn fields(
        tx: &Tx<'_>,
        community: CommunityId,
        input: HouseholdInput,
        _: Option<&household::Model>,
    ) -> Result<household::ActiveModel> {
        store::referred::<dwelling::Entity>(tx, community, input.dwelling_id, "/dwellingId").await?;
        Ok(household::ActiveModel { dwelling_id: Set(input.dwelling_id), ..Default::default() })
    }

    async fn show(conn: &impl ConnectionTrait, _: &Vault, rows: Vec<household::Model>) -> Result<Vec<Household>> {
        let dwellings = store::dwellings(conn, rows.iter().map(|row| row.dwelling_id)).await?;
        let places = store::places(conn, &dwellings).await?;
        let members = members(conn, &rows).await?;
        let views = rows.into_iter().map(|row| Household {
            id: row.id,
            community_id: row.community_id,
            dwelling_id: row.dwelling_id,
            place: places.get(&row.dwelling_id).cloned().unwrap_or_default(),
            members: members.get(&row.id).copied().unwrap_or_default(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        });
        Ok(views.collect())
    }
}

/// How many people of the roster live in each of these households.
async fn members(conn: &impl ConnectionTrait, rows: &[household::Model]) -> Result<HashMap<HouseholdId, u64>> {
    let counted: Vec<(HouseholdId, i64)> = resident::Entity::find()
        .select_only()
        .column(resident::Column::HouseholdId)
        .column_as(resident::Column::Id.count(), "members")
        .filter(resident::Column::HouseholdId.is_in(rows.iter().map(|row| row.id)))
        .group_by(resident::Column::HouseholdId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(counted.into_iter().map(|(household, members)| (household, members.unsigned_abs())).collect())
}
