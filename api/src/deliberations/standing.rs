//! What an actor is to a deliberation: the bridge from roles within scopes to the transition table.

use entity::community::TeamKind;
use entity::deliberations::deliberation;
use entity::wishes::Level;
use sea_orm::prelude::*;

use super::state::Standing;
use super::store;
use crate::auth::{Actor, Place, Who};
use crate::error::Result;

/// The actor's standings; empty for somebody who has nothing to say in it.
pub async fn standings(conn: &impl ConnectionTrait, actor: &Actor, one: &deliberation::Model) -> Result<Vec<Standing>> {
    let Some(account) = actor.account_id() else {
        return Ok(if actor.who == Who::System { vec![Standing::Clock] } else { Vec::new() });
    };
    let teams = store::teams_of(conn, one.community_id, account).await?;
    let led = actor.led_grids();
    let leads = !led.is_empty() && store::grids_of(conn, one).await?.iter().any(|grid| led.contains(grid));
    let in_group = teams.iter().any(|team| team.kind == TeamKind::SelfGovernanceGroup);
    let in_team = one.team_id.is_some_and(|id| teams.iter().any(|team| team.id == id));
    let lives_there = actor.residency.is_some_and(|residency| covers(one, &residency.place));
    let all = [
        (one.proposer_account_id == account, Standing::Author),
        (lives_there, Standing::Resident),
        (in_group, Standing::Group),
        (leads, Standing::Leader),
        (actor.is_staff_of(one.community_id), Standing::Staff),
        (in_team, Standing::Team),
        (one.frozen_at.is_some() && store::is_on_roll(conn, one.id, account).await?, Standing::Voter),
    ];
    Ok(all.into_iter().filter(|(is, _)| *is).map(|(_, standing)| standing).collect())
}

/// Whether it is the matter of those who live here.
fn covers(one: &deliberation::Model, place: &Place) -> bool {
    match one.level {
        Level::Building => place.building.is_some() && place.building == one.building_id,
        Level::Compound => place.compound.is_some() && place.compound == one.compound_id,
        Level::Community | Level::Subdistrict => place.community == one.community_id,
    }
}
