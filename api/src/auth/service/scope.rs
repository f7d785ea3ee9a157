//! What a role may span, and in which community that lies.

use entity::auth::{Role, ScopeKind};
use entity::community::{building, community, grid, partner, unit};
use entity::ids::{BuildingId, CommunityId, GridId, PartnerId, UnitId};
use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use crate::auth::Actor;
use crate::error::{Code, Error, Result};

/// A scope as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its kind.
    pub kind: ScopeKind,
    /// Its id; nil for the platform.
    pub id: Uuid,
    /// The community that it lies in; none for the platform.
    pub community: Option<CommunityId>,
}

/// The community whose roles and keys the actor administers: the own one, or, for who
/// runs the platform, the named one; none means the platform itself.
///
/// # Errors
/// `forbidden` for everybody else, `not_found` for a foreign community.
pub fn administered(actor: &Actor, named: Option<CommunityId>) -> Result<Option<CommunityId>> {
    if actor.is_platform_admin() {
        return Ok(named);
    }
    let own = actor.require_admin()?;
    if named.is_some_and(|named| named != own) {
        return Err(Code::NotFound.into());
    }
    Ok(Some(own))
}

/// Roles of the people in the grids: staff give and take them, too. Who works for the community is its admins' choice.
const BY_STAFF: [Role; 5] =
    [Role::GridLeader, Role::BuildingChief, Role::UnitChief, Role::Volunteer, Role::PartnerMember];

/// The community whose roles the actor may read: as [`administered`], and for staff the own one.
///
/// # Errors
/// `forbidden` for everybody else, `not_found` for a foreign community.
pub fn read_by(actor: &Actor, named: Option<CommunityId>) -> Result<Option<CommunityId>> {
    match actor.require_staff() {
        Ok(own) if !actor.is_platform_admin() && named.is_none_or(|named| named == own) => Ok(Some(own)),
        Ok(_) if !actor.is_platform_admin() => Err(Code::NotFound.into()),
        _ => administered(actor, named),
    }
}

/// The community in which the actor gives and takes `role`; none means everywhere.
///
/// # Errors
/// `forbidden` for whoever may not.
pub fn given_by(actor: &Actor, role: Role) -> Result<Option<CommunityId>> {
    if BY_STAFF.contains(&role) { read_by(actor, None) } else { administered(actor, None) }
}

/// The kind of scope that a role has.
fn kind_of(role: Role) -> ScopeKind {
    match role {
        Role::PlatformAdmin => ScopeKind::Platform,
        Role::CommunityAdmin | Role::CommunityStaff | Role::Volunteer => ScopeKind::Community,
        Role::GridLeader => ScopeKind::Grid,
        Role::BuildingChief => ScopeKind::Building,
        Role::UnitChief => ScopeKind::Unit,
        Role::PartnerMember => ScopeKind::Partner,
    }
}

/// The scope that the actor gives `role` in: `id`, or the own community where that is what the role spans.
///
/// # Errors
/// `forbidden` for roles that the actor does not give, `invalid` at `/scopeId` for what does not lie in the actor's community.
pub async fn span(conn: &impl ConnectionTrait, actor: &Actor, role: Role, id: Option<Uuid>) -> Result<Span> {
    let kind = kind_of(role);
    if kind == ScopeKind::Platform {
        return match (actor.is_platform_admin(), id) {
            (false, _) => Err(Code::Forbidden.into()),
            (true, None) => Ok(Span { kind, id: Uuid::nil(), community: None }),
            (true, Some(_)) => Err(wrong(Code::InvalidValue)),
        };
    }
    let own = given_by(actor, role)?;
    let id = id.or(own.filter(|_| kind == ScopeKind::Community).map(Into::into));
    let id = id.ok_or_else(|| wrong(Code::MissingField))?;
    let community = community_of(conn, kind, id).await?;
    let community = community.filter(|community| own.is_none_or(|own| own == *community));
    let community = community.ok_or_else(|| wrong(Code::UnknownReference))?;
    Ok(Span { kind, id, community: Some(community) })
}

fn wrong(code: Code) -> Error {
    Code::Invalid.error().at("/scopeId", code)
}

async fn community_of(conn: &impl ConnectionTrait, kind: ScopeKind, id: Uuid) -> Result<Option<CommunityId>> {
    let community = match kind {
        ScopeKind::Community => {
            column(conn, community::Entity::find_by_id(CommunityId(id)), community::Column::Id).await
        }
        ScopeKind::Grid => column(conn, grid::Entity::find_by_id(GridId(id)), grid::Column::CommunityId).await,
        ScopeKind::Building => {
            column(conn, building::Entity::find_by_id(BuildingId(id)), building::Column::CommunityId).await
        }
        ScopeKind::Unit => column(conn, unit::Entity::find_by_id(UnitId(id)), unit::Column::CommunityId).await,
        ScopeKind::Partner => {
            column(conn, partner::Entity::find_by_id(PartnerId(id)), partner::Column::CommunityId).await
        }
        ScopeKind::Platform | ScopeKind::Subdistrict | ScopeKind::Compound | ScopeKind::Team => Ok(None),
    };
    Ok(community?)
}

async fn column<E: EntityTrait>(
    conn: &impl ConnectionTrait,
    row: Select<E>,
    column: E::Column,
) -> Result<Option<CommunityId>, DbErr> {
    row.select_only().column(column).into_tuple().one(conn).await
}
