//! An emergency is opened for some grids.

use std::collections::BTreeSet;

use entity::community::grid;
use entity::emergencies::{EmergencyKind, EmergencyStatus, EmergencyVerb, emergency, emergency_grid};
use entity::ids::{CommunityId, EmergencyId, GridId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::case::happened;
use crate::auth::Actor;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::kernel::event;
use crate::moderation::service::refuse_listed;

/// Grids of one emergency, at most.
const MOST_GRIDS: usize = 50;

/// What is opened.
#[derive(Clone, Debug)]
pub struct NewEmergency {
    /// A drill, or real.
    pub kind: EmergencyKind,
    /// In a line.
    pub title: String,
    /// What residents read.
    pub message: String,
    /// Why.
    pub reason: String,
    /// For which grids.
    pub grids: Vec<GridId>,
}

/// Opens it. Of real ones a grid has one at a time; a unique index sees to that.
///
/// # Errors
/// `forbidden` for all but admins, `invalid` for grids of another community, `emergency_already_open`.
pub async fn open(tx: &Tx<'_>, actor: &Actor, new: NewEmergency) -> Result<emergency::Model> {
    let account = actor.account()?;
    let community = community_of(tx, actor, &new.grids).await?;
    refuse_listed(tx, community, &[("/title", &new.title), ("/message", &new.message)]).await?;
    let row = emergency::ActiveModel {
        id: Set(EmergencyId::new()),
        community_id: Set(community),
        kind: Set(new.kind),
        title: Set(new.title),
        message: Set(new.message),
        reason: Set(new.reason.clone()),
        status: Set(EmergencyStatus::Open),
        opened_by: Set(account),
        opened_at: Set(tx.now()),
        version: Set(1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let opened = row.insert(tx).await?;
    // In the order of their ids: two who open for the same grids wait for each other at the first of them.
    let grids: BTreeSet<GridId> = new.grids.iter().copied().collect();
    let rows = grids.iter().map(|grid| emergency_grid::ActiveModel {
        emergency_id: Set(opened.id),
        grid_id: Set(*grid),
        real_open: Set(new.kind == EmergencyKind::Real),
    });
    let inserted = emergency_grid::Entity::insert_many(rows).exec_without_returning(tx).await;
    inserted.or_conflict(Code::EmergencyAlreadyOpen)?;
    let told = happened(&opened, EmergencyVerb::Open, json!({ "kind": new.kind, "gridIds": grids }));
    let told = event::NewEvent { to: Some(opened.status.to_string()), ..told };
    event::record(tx, told.because(Some(new.reason))).await?;
    Ok(opened)
}

/// The community whose grids these are: the admin's own, for platform admins that of the first grid.
async fn community_of(tx: &Tx<'_>, actor: &Actor, grids: &[GridId]) -> Result<CommunityId> {
    let own = if actor.is_platform_admin() { actor.community } else { Some(actor.require_admin()?) };
    let distinct: BTreeSet<GridId> = grids.iter().copied().collect();
    if !(1..=MOST_GRIDS).contains(&grids.len()) || distinct.len() != grids.len() {
        return Err(Code::Invalid.error().at("/gridIds", Code::InvalidValue));
    }
    let known = grid::Entity::find().filter(grid::Column::Id.is_in(distinct)).all(tx).await?;
    let of = |id: &GridId| known.iter().find(|row| row.id == *id).map(|row| row.community_id);
    let community = own.or_else(|| grids.first().and_then(of));
    match grids.iter().position(|grid| of(grid).is_none() || of(grid) != community) {
        Some(place) => Err(Code::Invalid.error().at(format!("/gridIds/{place}"), Code::UnknownReference)),
        None => community.ok_or_else(|| Code::Forbidden.into()),
    }
}
