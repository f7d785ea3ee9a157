//! Claims to households, as far as somebody may see them.

use entity::community::household_claim::{Column, Entity, Model};
use entity::ids::HouseholdClaimId;
use sea_orm::prelude::*;
use sea_orm::{ActiveValue::Set, Condition};

use crate::auth::{Actor, Who};
use crate::community::service::Within;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// The claims that somebody may see: the own ones, those of the grids they lead,
/// those of the community they work for.
pub fn visible_to(actor: &Actor) -> Select<Entity> {
    let mut seen = Condition::any().add(Column::GridId.is_in(actor.led_grids()));
    if let Who::Account(account) = actor.who {
        seen = seen.add(Column::AccountId.eq(account));
    }
    match Within::read_by(actor) {
        Ok(Within::Everywhere) => return Entity::find(),
        Ok(Within::Only(community)) => seen = seen.add(Column::CommunityId.eq(community)),
        Ok(Within::Part(_)) | Err(_) => {}
    }
    Entity::find().filter(seen)
}

/// One claim that somebody may see.
///
/// # Errors
/// `not_found` when there is none.
pub async fn one(conn: &impl ConnectionTrait, actor: &Actor, id: HouseholdClaimId) -> Result<Model> {
    visible_to(actor).filter(Column::Id.eq(id)).one(conn).await?.ok_or_else(|| Code::NotFound.into())
}

/// Moves a claim on, if it still is as the caller has seen it.
///
/// # Errors
/// `stale` when somebody else changed it meanwhile.
pub async fn move_on(
    tx: &Tx<'_>,
    claim: &Model,
    expected: i32,
    mut fields: entity::community::household_claim::ActiveModel,
) -> Result<Model> {
    fields.version = Set(expected + 1);
    fields.updated_at = Set(tx.now());
    let moved = Entity::update_many()
        .set(fields)
        .filter(Column::Id.eq(claim.id))
        .filter(Column::Status.eq(claim.status))
        .filter(Column::Version.eq(expected));
    moved.exec_with_returning(tx).await?.into_iter().next().ok_or_else(|| Code::Stale.into())
}
