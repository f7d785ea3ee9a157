//! What an actor is to an action and to a sign-up: the bridge from roles within scopes to the
//! transition tables.

use entity::actions::{HostKind, action, signup};
use entity::community::team;
use entity::ids::PartnerId;
use sea_orm::prelude::*;

use super::state::{SignupStanding, Standing};
use crate::auth::{Actor, Who};
use crate::error::Result;

/// The actor's standings; empty for somebody who has nothing to say in it.
pub async fn standings(conn: &impl ConnectionTrait, actor: &Actor, one: &action::Model) -> Result<Vec<Standing>> {
    let Some(account) = actor.account_id() else {
        return Ok(if actor.who == Who::System { vec![Standing::Clock] } else { Vec::new() });
    };
    let leads = one.leader_account_id == account
        || one.grid_id.is_some_and(|grid| actor.leads_grid(grid))
        || speaks_for_host(conn, actor, one).await?;
    let all = [(leads, Standing::Leader), (actor.is_staff_of(one.community_id), Standing::Staff)];
    Ok(all.into_iter().filter(|(is, _)| *is).map(|(_, standing)| standing).collect())
}

/// Whether the actor leads the team, or speaks for the partner unit, that holds it.
async fn speaks_for_host(conn: &impl ConnectionTrait, actor: &Actor, one: &action::Model) -> Result<bool> {
    match one.host_kind {
        HostKind::Community => Ok(false),
        HostKind::Partner => Ok(actor.partners().contains(&PartnerId(one.host_id))),
        HostKind::Team => {
            let led = team::Entity::find()
                .filter(team::Column::Id.eq(one.host_id))
                .filter(team::Column::LeaderAccountId.eq(actor.account_id()));
            Ok(led.count(conn).await? > 0)
        }
    }
}

/// What somebody with these standings in the action is to one of its sign-ups.
pub fn of_signup(actor: &Actor, one: &signup::Model, standings: &[Standing]) -> Vec<SignupStanding> {
    let own = actor.account_id() == Some(one.account_id);
    let has = |standing| standings.contains(&standing);
    let all = [
        (own, SignupStanding::Volunteer),
        (has(Standing::Leader), SignupStanding::Leader),
        (has(Standing::Staff), SignupStanding::Staff),
        (has(Standing::Clock), SignupStanding::Clock),
    ];
    all.into_iter().filter(|(is, _)| *is).map(|(_, standing)| standing).collect()
}
