//! Communities themselves: what everybody may know, and what their admins decide.

use std::collections::HashMap;

use chrono_tz::Tz;
use entity::community::{building, community, compound, grid, subdistrict, unit};
use entity::ids::CommunityId;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::Within;
use crate::auth::Actor;
use crate::community::view::{
    Community, CommunitySettings, CommunitySettingsInput, Grid, PlaceBuilding, PlaceCompound, PlaceUnit, Places,
};
use crate::error::{Code, Result};
use crate::http::Reply;
use crate::kernel::Kernel;
use crate::kernel::calendar::WorkCalendar;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// All communities, by division code.
pub async fn all(kernel: &Kernel) -> Result<Vec<Community>> {
    let rows = community::Entity::find().order_by_asc(community::Column::DivisionCode).all(&kernel.db).await?;
    let above = subdistrict::Entity::find().all(&kernel.db).await?;
    let names: HashMap<_, _> = above.into_iter().map(|row| (row.id, row.name)).collect();
    let view = |row: community::Model| {
        let subdistrict = names.get(&row.subdistrict_id).cloned().unwrap_or_default();
        Community::new(row, subdistrict)
    };
    Ok(rows.into_iter().map(view).collect())
}

/// One community.
pub async fn one(kernel: &Kernel, id: CommunityId) -> Result<Community> {
    let row = row(&kernel.db, id).await?;
    let above = subdistrict::Entity::find_by_id(row.subdistrict_id).one(&kernel.db).await?;
    Ok(Community::new(row, above.map(|above| above.name).unwrap_or_default()))
}

/// A community's grids in their order.
pub async fn grids(kernel: &Kernel, id: CommunityId) -> Result<Vec<Grid>> {
    exists(&kernel.db, id).await?;
    let grids = grid::Entity::find()
        .filter(grid::Column::CommunityId.eq(id))
        .order_by_asc(grid::Column::Sort)
        .order_by_asc(grid::Column::Code);
    Ok(grids.all(&kernel.db).await?.into_iter().map(Grid::from).collect())
}

/// A community's compounds, buildings and units, from which a person picks the own home.
pub async fn places(kernel: &Kernel, id: CommunityId) -> Result<Places> {
    exists(&kernel.db, id).await?;
    let compounds = compound::Entity::find().filter(compound::Column::CommunityId.eq(id));
    let buildings = building::Entity::find().filter(building::Column::CommunityId.eq(id));
    let units = unit::Entity::find().filter(unit::Column::CommunityId.eq(id));
    let compounds = compounds.order_by_asc(compound::Column::Id).all(&kernel.db).await?;
    let buildings = buildings.order_by_asc(building::Column::Id).all(&kernel.db).await?;
    let units = units.order_by_asc(unit::Column::Id).all(&kernel.db).await?;
    let inside = |building: &building::Model| {
        let own = units.iter().filter(|unit| unit.building_id == building.id);
        own.map(|unit| PlaceUnit { id: unit.id, name: unit.name.clone() }).collect()
    };
    let place = |row: &building::Model| PlaceBuilding {
        id: row.id,
        name: row.name.clone(),
        compound_id: row.compound_id,
        grid_id: row.grid_id,
        units: inside(row),
    };
    Ok(Places {
        compounds: compounds.into_iter().map(|row| PlaceCompound { id: row.id, name: row.name }).collect(),
        buildings: buildings.iter().map(place).collect(),
    })
}

/// The zone whose days and hours a community lives by.
pub async fn zone(conn: &impl ConnectionTrait, id: CommunityId) -> Result<Tz> {
    Ok(row(conn, id).await?.time_zone.parse().unwrap_or(chrono_tz::Asia::Shanghai))
}

/// The working days of a community, in its zone.
pub async fn calendar(conn: &impl ConnectionTrait, id: CommunityId) -> Result<(WorkCalendar, Tz)> {
    Ok((WorkCalendar::load(conn).await?, zone(conn, id).await?))
}

/// What a community has decided for itself, for those who work for it; a foreign one does not exist for them.
pub async fn settings(kernel: &Kernel, actor: &Actor, id: CommunityId) -> Result<CommunitySettings> {
    Within::kept_by(actor)?.choose(Some(id))?;
    Ok(row(&kernel.db, id).await?.into())
}

/// Decides anew.
pub async fn decide(
    tx: &Tx<'_>,
    actor: &Actor,
    id: CommunityId,
    expected: i32,
    input: CommunitySettingsInput,
) -> Result<Reply> {
    administered(tx, actor, id).await?;
    check(&input)?;
    let fields = community::ActiveModel {
        name: Set(input.name.into()),
        address: Set(input.address.map(Into::into)),
        households_published: Set(input.households_published),
        residents_published: Set(input.residents_published),
        claim_limit: Set(input.claim_limit),
        quiet_from: input.quiet_from.map_or(NotSet, Set),
        quiet_until: input.quiet_until.map_or(NotSet, Set),
        version: Set(expected + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let changed = community::Entity::update_many()
        .set(fields)
        .filter(community::Column::Id.eq(id))
        .filter(community::Column::Version.eq(expected));
    let row = changed.exec_with_returning(tx).await?.into_iter().next().ok_or_else(|| Code::Stale.error())?;
    event::record(tx, NewEvent::new(id, Subject::new("community", id), "change")).await?;
    let version = row.version;
    Ok(Reply::ok(&CommunitySettings::from(row))?.etag(version))
}

fn check(input: &CommunitySettingsInput) -> Result<()> {
    let fault = |pointer| Err(Code::Invalid.error().at(pointer, Code::InvalidValue));
    if !(1..=100).contains(&input.claim_limit) {
        return fault("/claimLimit");
    }
    if input.households_published.is_some_and(i32::is_negative) {
        return fault("/householdsPublished");
    }
    for (pointer, minute) in [("/quietFrom", input.quiet_from), ("/quietUntil", input.quiet_until)] {
        if minute.is_some_and(|minute| !(0..1_440).contains(&minute)) {
            return fault(pointer);
        }
    }
    if input.residents_published.is_some_and(i32::is_negative) {
        return fault("/residentsPublished");
    }
    Ok(())
}

/// The community, for its admins; a foreign one does not exist for them.
async fn administered(conn: &impl ConnectionTrait, actor: &Actor, id: CommunityId) -> Result<community::Model> {
    let within = match actor.is_platform_admin() {
        true => Within::Everywhere,
        false => Within::Only(actor.require_admin()?),
    };
    within.choose(Some(id))?;
    row(conn, id).await
}

async fn row(conn: &impl ConnectionTrait, id: CommunityId) -> Result<community::Model> {
    community::Entity::find_by_id(id).one(conn).await?.ok_or_else(|| Code::NotFound.into())
}

/// Checks that there is such a community.
///
/// # Errors
/// `not_found` when there is none.
pub async fn exists(conn: &impl ConnectionTrait, id: CommunityId) -> Result<()> {
    row(conn, id).await.map(drop)
}
