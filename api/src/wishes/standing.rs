//! What an actor is to a wish: the bridge from roles within scopes to the transition table.

use entity::auth::{ApiScope, Role, ScopeKind, role_grant};
use entity::ids::{AccountId, PartnerId, TeamId};
use entity::wishes::{HelperKind, Level, wish, wish_claim};

use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::state::Standing;
use crate::auth::{Actor, Scope, Who};
use crate::error::Result;

/// The actor's standings; empty for somebody to whom this wish does not exist.
pub fn standings(
    actor: &Actor,
    wish: &wish::Model,
    claim: Option<&wish_claim::Model>,
    teams: &[TeamId],
) -> Vec<Standing> {
    if actor.who == Who::System {
        return vec![Standing::Clock];
    }
    let mut standings = Vec::new();
    let author = is_author(actor, wish);
    let leader = actor.leads_grid(wish.grid_id);
    let staff = actor.is_staff_of(wish.community_id);
    let mut add = |is: bool, standing| {
        if is {
            standings.push(standing);
        }
    };
    add(author, Standing::Author);
    add(!author && reviews(actor, wish, leader, staff), Standing::Reviewer);
    add(leader && !author, Standing::Leader);
    add(staff && !author, Standing::Staff);
    add(!author && lives_in(actor, wish), Standing::Neighbour);
    add(!author && may_claim(actor, wish, staff, teams), Standing::Candidate);
    let holds = claim.is_some_and(|claim| holds(actor, claim, teams));
    let accepted = claim.is_some_and(|claim| claim.accepted_at.is_some());
    add(holds && accepted, Standing::Helper);
    add(holds && !accepted, Standing::Assignee);
    add(wish.author_account_id.is_none() && !holds && speaks_for_callers(actor, wish, staff), Standing::Proxy);
    standings
}

fn is_author(actor: &Actor, wish: &wish::Model) -> bool {
    actor.account_id().is_some_and(|account| wish.author_account_id == Some(account))
}

/// Decides at the wish's level: the grid leader below the community, the staff always;
/// not the one whose rejection is appealed against.
fn reviews(actor: &Actor, wish: &wish::Model, leader: bool, staff: bool) -> bool {
    let near = matches!(wish.level, Level::Building | Level::Compound) && !wish.appealed;
    let decided_before = wish.appealed && wish.rejected_by.is_some() && wish.rejected_by == actor.account_id();
    !decided_before && (staff || (leader && near))
}

/// Staff, and the programs of the channels, speak for those who have no account.
fn speaks_for_callers(actor: &Actor, wish: &wish::Model, staff: bool) -> bool {
    let program = actor.require_scope(ApiScope::WishesWrite).is_ok_and(|community| community == wish.community_id);
    staff || program
}

fn lives_in(actor: &Actor, wish: &wish::Model) -> bool {
    actor.residency.is_some_and(|residency| residency.place.community == wish.community_id)
}

fn may_claim(actor: &Actor, wish: &wish::Model, staff: bool, teams: &[TeamId]) -> bool {
    let here = actor.community == Some(wish.community_id);
    staff || (here && (actor.is_volunteer_in(wish.community_id) || !teams.is_empty() || !actor.partners().is_empty()))
}

/// Whether the live claim is the actor's: in person, for the team, for the partner.
pub fn holds(actor: &Actor, claim: &wish_claim::Model, teams: &[TeamId]) -> bool {
    match claim.helper_kind {
        HelperKind::Account => actor.account_id().is_some_and(|account| claim.helper_id == account.0),
        HelperKind::Team => teams.contains(&TeamId(claim.helper_id)),
        HelperKind::Partner => actor.holds(Role::PartnerMember, Scope::Partner(PartnerId(claim.helper_id))),
    }
}

/// Whether this one sees more of a wish than what stands on the wall.
pub fn is_insider(standings: &[Standing]) -> bool {
    use Standing::{Assignee, Author, Helper, Leader, Reviewer, Staff};
    standings.iter().any(|standing| matches!(standing, Author | Reviewer | Leader | Staff | Helper | Assignee))
}

/// Somebody who speaks for a partner.
pub async fn somebody_of(conn: &impl ConnectionTrait, partner: PartnerId) -> Result<Option<AccountId>> {
    let member = role_grant::Entity::find()
        .filter(role_grant::Column::ScopeKind.eq(ScopeKind::Partner))
        .filter(role_grant::Column::ScopeId.eq(partner.0))
        .filter(role_grant::Column::Role.eq(Role::PartnerMember))
        .filter(role_grant::Column::RevokedAt.is_null())
        .order_by_asc(role_grant::Column::CreatedAt);
    Ok(member.one(conn).await?.map(|member| member.account_id))
}
