//! The voters of a frozen roll, for those who go from door to door: who they are, masked, and
//! whether they have voted; never what.

use std::collections::HashMap;

use entity::auth::Role;
use entity::community::building;
use entity::deliberations::{ballot, deliberation, roll_entry};
use entity::ids::{BuildingId, DeliberationId, RollEntryId};
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait};
use serde::Serialize;
use utoipa::ToSchema;

use super::desk::Which;
use super::service::{Case, remind};
use super::state::Standing;
use super::who::{self, Door};
use crate::auth::{Actor, Scope};
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::page::{Cursor, Page};

/// 名册上的一位投票人；姓名和门牌均已脱敏
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Voter {
    /// 名册上的投票人
    pub entry_id: RollEntryId,
    /// 楼栋
    pub building_id: BuildingId,
    /// 楼栋名称
    pub building: String,
    /// 房屋；业主有多处时为第一处，登记已删除时为 null
    #[schema(required = true)]
    pub door: Option<Door>,
    /// 姓名，已脱敏；户为户主，业主为该处的共有人
    pub names: Vec<String>,
    /// 是否已投票
    pub voted: bool,
}

/// What narrows the list; also what its cursors are bound to.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Filter {
    /// The vote.
    pub deliberation: DeliberationId,
    /// Only those who have voted, or have not.
    pub voted: Option<bool>,
    /// Only of this building.
    pub building: Option<BuildingId>,
}

/// One page of what the actor may see.
///
/// # Errors
/// `forbidden` for whoever looks after nothing here, `not_opened` before there is a roll.
pub async fn page(
    kernel: &Kernel,
    actor: &Actor,
    case: &Case,
    filter: Filter,
    which: Which<'_>,
) -> Result<Page<Voter>> {
    let mine = looked_after(actor, case)?;
    if case.deliberation.frozen_at.is_none() {
        return Err(Code::NotOpened.into());
    }
    let (building, by_id) = (roll_entry::Column::BuildingId, roll_entry::Column::Id);
    let mut rows = narrow(filter).filter(mine).order_by_asc(building).order_by_asc(by_id).limit(which.size + 1);
    if let Some(cursor) = which.cursor {
        let (last, id): (BuildingId, RollEntryId) = Cursor::decode(&filter, cursor)?;
        let behind = Condition::any().add(building.gt(last)).add(by_id.gt(id));
        rows = rows.filter(Condition::all().add(building.gte(last)).add(behind));
    }
    let rows = rows.all(&kernel.db).await?;
    let page = Page::cut(rows, which.size, &filter, |row: &roll_entry::Model| (row.building_id, row.id))?;
    Ok(page.with_items(shown(kernel, &case.deliberation, &page.items).await?))
}

/// The voters whom somebody looks after: all for staff and group, of the own grids or buildings
/// for leaders and chiefs.
fn looked_after(actor: &Actor, case: &Case) -> Result<Condition> {
    if case.standings.iter().any(|standing| matches!(standing, Standing::Staff | Standing::Group)) {
        return Ok(Condition::all());
    }
    let chief_of = actor.grants.iter().filter_map(|grant| match (grant.role, grant.scope) {
        (Role::BuildingChief, Scope::Building(id)) => Some(id),
        _ => None,
    });
    let (grids, buildings) = (actor.led_grids(), chief_of.collect::<Vec<BuildingId>>());
    if grids.is_empty() && buildings.is_empty() {
        return Err(Code::Forbidden.into());
    }
    let led = building::Entity::find()
        .select_only()
        .column(building::Column::Id)
        .filter(building::Column::GridId.is_in(grids));
    let of_mine = roll_entry::Column::BuildingId.is_in(buildings);
    Ok(Condition::any().add(of_mine).add(roll_entry::Column::BuildingId.in_subquery(led.into_query())))
}

fn narrow(filter: Filter) -> Select<roll_entry::Entity> {
    let mut rows = roll_entry::Entity::find().filter(roll_entry::Column::DeliberationId.eq(filter.deliberation));
    if let Some(building) = filter.building {
        rows = rows.filter(roll_entry::Column::BuildingId.eq(building));
    }
    let voted = remind::voted(filter.deliberation);
    match filter.voted {
        Some(true) => rows.filter(roll_entry::Column::Id.in_subquery(voted)),
        Some(false) => rows.filter(roll_entry::Column::Id.not_in_subquery(voted)),
        None => rows,
    }
}

async fn shown(kernel: &Kernel, one: &deliberation::Model, entries: &[roll_entry::Model]) -> Result<Vec<Voter>> {
    let conn = &kernel.db;
    let voted: Vec<RollEntryId> = ballot::Entity::find()
        .select_only()
        .column(ballot::Column::EntryId)
        .filter(ballot::Column::DeliberationId.eq(one.id))
        .filter(ballot::Column::EntryId.is_in(entries.iter().map(|entry| entry.id)))
        .into_tuple()
        .all(conn)
        .await?;
    let buildings: HashMap<BuildingId, String> = building::Entity::find()
        .filter(building::Column::Id.is_in(entries.iter().map(|entry| entry.building_id)))
        .all(conn)
        .await?
        .into_iter()
        .map(|building| (building.id, building.name))
        .collect();
    let mut homes = who::homes(kernel, one.electorate, entries).await?;
    let voter = |entry: &roll_entry::Model| {
        let (door, names) = homes.remove(&entry.id).unwrap_or_default();
        Voter {
            entry_id: entry.id,
            building_id: entry.building_id,
            building: buildings.get(&entry.building_id).cloned().unwrap_or_default(),
            door,
            names,
            voted: voted.contains(&entry.id),
        }
    };
    Ok(entries.iter().map(voter).collect())
}
