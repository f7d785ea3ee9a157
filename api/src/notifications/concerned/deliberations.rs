//! Deliberations: the author, and those who look after the place.

use entity::auth::Role;
use entity::community::team;
use entity::deliberations::{DeliberationVerb, deliberation};
use entity::kernel::event;
use entity::wishes::Level;
use sea_orm::prelude::*;

use super::super::words;
use super::{Told, leaders, staff};
use crate::deliberations::service::{grids, remind};
use crate::error::Result;

/// Whom something about a deliberation concerns.
pub async fn told(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let mut told = Told::new();
    if let (Some(title), Some(community)) = (words::for_staff(&event.verb), event.community_id) {
        let roles = [Role::CommunityStaff, Role::CommunityAdmin];
        told.extend(staff(conn, &roles, community).await?.into_iter().map(|account| (account, title)));
    }
    let Some(verb) = DeliberationVerb::ALL.iter().find(|verb| verb.as_str() == event.verb) else { return Ok(told) };
    let Some(matter) = deliberation::Entity::find_by_id(event.subject_id).one(conn).await? else { return Ok(told) };
    if let Some(title) = words::for_those_in_charge(*verb) {
        let roles = [Role::CommunityStaff, Role::CommunityAdmin];
        let mut in_charge = match matter.level {
            Level::Building | Level::Compound => Vec::new(),
            Level::Community | Level::Subdistrict => staff(conn, &roles, matter.community_id).await?,
        };
        for grid in grids(conn, &matter).await? {
            in_charge.extend(leaders(conn, grid).await?);
        }
        told.extend(in_charge.into_iter().map(|account| (account, title)));
    }
    if let Some(title) = words::for_silent_voters(*verb) {
        told.extend(remind::silent(conn, matter.id).await?.into_iter().map(|account| (account, title)));
    }
    if let Some(title) = words::for_proposer(*verb) {
        told.insert(matter.proposer_account_id, title);
    }
    if let Some(title) = words::for_those_who_carry_out(*verb) {
        let roles = [Role::CommunityStaff, Role::CommunityAdmin];
        let mut who = staff(conn, &roles, matter.community_id).await?;
        if let Some(team) = matter.team_id {
            let team = team::Entity::find_by_id(team).one(conn).await?;
            who.extend(team.and_then(|team| team.leader_account_id));
        }
        told.extend(who.into_iter().map(|account| (account, title)));
    }
    Ok(told)
}
