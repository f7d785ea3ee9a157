//! What an actor is to an emergency: the bridge from roles within scopes to the transition table.

use entity::emergencies::{EmergencyStatus, emergency};
use entity::ids::GridId;
use sea_orm::prelude::*;

use super::state::Standing;
use super::store;
use crate::auth::Actor;
use crate::error::Result;

/// The actor's standings; empty for somebody for whom it does not exist.
pub async fn standings(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    one: &emergency::Model,
    grids: &[GridId],
) -> Result<Vec<Standing>> {
    let Some(account) = actor.account_id() else { return Ok(Vec::new()) };
    let called = store::answer_of(conn, one.id, account).await?.is_some();
    Ok(of(actor, one, grids, called))
}

/// The same, where it is known whether they were called up. Residents see it while it is open.
pub fn of(actor: &Actor, one: &emergency::Model, grids: &[GridId], called: bool) -> Vec<Standing> {
    let open = one.status == EmergencyStatus::Open;
    let lives_there = actor.residency.is_some_and(|home| grids.contains(&home.place.grid));
    let all = [
        (actor.is_admin_of(one.community_id), Standing::Admin),
        (actor.is_staff_of(one.community_id), Standing::Staff),
        (grids.iter().any(|grid| actor.leads_grid(*grid)), Standing::Leader),
        (called, Standing::Called),
        (open && lives_there, Standing::Resident),
    ];
    all.into_iter().filter(|(is, _)| *is).map(|(_, standing)| standing).collect()
}
