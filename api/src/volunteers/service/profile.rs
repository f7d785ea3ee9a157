//! What a volunteer offers: skills, grids, times.

use entity::community::grid;
use entity::ids::{CommunityId, GridId, VolunteerId};
use entity::volunteers::{Skill, Time, Times, VolunteerVerb, volunteer};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use super::case::{self, Step};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::volunteers::store;

/// What somebody offers.
#[derive(Clone, Debug, Default)]
pub struct Offer {
    /// What they can do.
    pub skills: Vec<Skill>,
    /// Where they would help; everywhere when empty.
    pub grids: Vec<GridId>,
    /// When they would help.
    pub times: Vec<Time>,
    /// Whether the public honour roll may name them.
    pub honour_roll: bool,
    /// Whether they may be called up in an emergency.
    pub emergency_ready: bool,
}

/// The own row.
///
/// # Errors
/// `not_found` for who is no volunteer.
pub async fn own(conn: &impl ConnectionTrait, actor: &Actor) -> Result<volunteer::Model> {
    store::of_account(conn, actor.account()?).await?.ok_or_else(|| Code::NotFound.into())
}

/// The volunteer offers something else from now on.
pub async fn change(tx: &Tx<'_>, actor: &Actor, id: VolunteerId, seen: i32, offer: Offer) -> Result<volunteer::Model> {
    let row = store::locked(tx, actor, id).await?;
    let change = volunteer::ActiveModel {
        times: Set(Times(offer.times)),
        honour_roll: Set(offer.honour_roll),
        emergency_ready: Set(offer.emergency_ready),
        ..Default::default()
    };
    let moved = case::go(tx, actor, &row, seen, VolunteerVerb::Change, Step { change, ..Step::default() }).await?;
    let grids = grids_of(tx, row.community_id, offer.grids).await?;
    store::replace_more(tx, row.id, offer.skills, grids).await?;
    Ok(moved)
}

/// These grids, which must all lie in the community.
///
/// # Errors
/// `invalid` at `/gridIds`.
pub async fn grids_of(tx: &Tx<'_>, community: CommunityId, wanted: Vec<GridId>) -> Result<Vec<GridId>> {
    if wanted.is_empty() {
        return Ok(wanted);
    }
    let known = grid::Entity::find()
        .filter(grid::Column::CommunityId.eq(community))
        .filter(grid::Column::Id.is_in(wanted.iter().copied()))
        .count(tx)
        .await?;
    if known == wanted.len() as u64 {
        Ok(wanted)
    } else {
        Err(Code::Invalid.error().at("/gridIds", Code::UnknownReference))
    }
}
