//! Whom an event concerns, and what they are told; nobody about the own doing.

mod actions;
mod comments;
mod deliberations;
mod emergencies;
mod household_claims;
mod moderation;
mod volunteers;
mod webhooks;
mod wishes;

use std::collections::BTreeMap;

use entity::auth::{Role, ScopeKind, role_grant};
use entity::ids::{AccountId, CommunityId, GridId};
use entity::kernel::event;
use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::words::Title;
use crate::actions::service as doing;
use crate::community::service::claims;
use crate::deliberations::service as matter;
use crate::deliberations::service::comment;
use crate::emergencies::service as emergency;
use crate::error::Result;
use crate::moderation::service as review;
use crate::volunteers::service as volunteer;
use crate::webhooks::service as webhook;
use crate::wishes::service as wish;

/// Each account with what it is told.
pub type Told = BTreeMap<AccountId, Title>;

/// Those whom this event concerns.
pub async fn by(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let mut told = match event.subject_kind.as_str() {
        wish::SUBJECT => wishes::told(conn, event).await?,
        matter::SUBJECT => deliberations::told(conn, event).await?,
        volunteer::SUBJECT => volunteers::told(conn, event).await?,
        volunteer::minutes::SUBJECT => volunteers::told_of_minutes(conn, event).await?,
        volunteer::certificates::SUBJECT => volunteers::told_of_certificate(conn, event).await?,
        volunteer::redeem::SUBJECT => volunteers::told_of_redemption(conn, event).await?,
        volunteer::points::SUBJECT => volunteers::told_of_gift(conn, event).await?,
        doing::SUBJECT => actions::of_action(conn, event).await?,
        doing::SIGNUP => actions::of_signup(conn, event).await?,
        emergency::SUBJECT => emergencies::told(conn, event).await?,
        comment::SUBJECT => comments::told(conn, event).await?,
        webhook::SUBJECT => webhooks::told(conn, event).await?,
        review::SUBJECT => moderation::told(conn, event).await?,
        claims::SUBJECT => household_claims::told(conn, event).await?,
        _ => Told::new(),
    };
    told.retain(|account, _| event.by_id != Some(account.0));
    Ok(told)
}

/// What a notification leads to: mostly the thing that something happened to.
pub fn subject(event: &event::Model) -> (&str, Uuid) {
    match (event.subject_kind.as_str(), comments::matter(event)) {
        (comment::SUBJECT, Some(matter)) => (matter::SUBJECT, matter),
        (kind, _) => (kind, event.subject_id),
    }
}

/// The leaders of a grid.
async fn leaders(conn: &impl ConnectionTrait, grid: GridId) -> Result<Vec<AccountId>> {
    holders(conn, &[Role::GridLeader], ScopeKind::Grid, grid.0).await
}

/// Those who hold one of these roles in a community.
async fn staff(conn: &impl ConnectionTrait, roles: &[Role], community: CommunityId) -> Result<Vec<AccountId>> {
    holders(conn, roles, ScopeKind::Community, community.0).await
}

async fn holders(conn: &impl ConnectionTrait, roles: &[Role], kind: ScopeKind, scope: Uuid) -> Result<Vec<AccountId>> {
    let accounts = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::AccountId)
        .filter(role_grant::Column::ScopeKind.eq(kind))
        .filter(role_grant::Column::ScopeId.eq(scope))
        .filter(role_grant::Column::Role.is_in(roles.iter().copied()))
        .filter(role_grant::Column::RevokedAt.is_null());
    Ok(accounts.into_tuple().all(conn).await?)
}
