//! Where a caller may look and who may change what is kept there (domain.md section 2).

use entity::auth::{ApiScope, Role};
use entity::ids::{BuildingId, CommunityId, GridId, UnitId};

use crate::auth::{Actor, Scope, Who};
use crate::error::{Code, Result};

/// Whose records somebody may see or keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Within {
    /// All: the platform's admins.
    Everywhere,
    /// Those of the own community.
    Only(CommunityId),
    /// Those of a part of it.
    Part(Parts),
}

/// What leaders and chiefs look after in their community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The community.
    pub community: CommunityId,
    /// Grids that they lead.
    pub grids: Vec<GridId>,
    /// Buildings whose chief they are.
    pub buildings: Vec<BuildingId>,
    /// Units whose chief they are.
    pub units: Vec<UnitId>,
}

impl Parts {
    /// What this actor looks after; none for whoever leads nothing.
    fn of(actor: &Actor) -> Option<Self> {
        let nothing = Self { community: actor.community?, grids: Vec::new(), buildings: Vec::new(), units: Vec::new() };
        let parts = actor.grants.iter().fold(nothing.clone(), |mut parts, grant| {
            match (grant.role, grant.scope) {
                (Role::GridLeader, Scope::Grid(id)) => parts.grids.push(id),
                (Role::BuildingChief, Scope::Building(id)) => parts.buildings.push(id),
                (Role::UnitChief, Scope::Unit(id)) => parts.units.push(id),
                _ => {}
            }
            parts
        });
        (parts != nothing).then_some(parts)
    }
}

impl Within {
    /// What staff may change.
    ///
    /// # Errors
    /// `forbidden` for everybody else.
    pub fn kept_by(actor: &Actor) -> Result<Self> {
        match actor.is_platform_admin() {
            true => Ok(Self::Everywhere),
            false => actor.require_staff().map(Self::Only),
        }
    }

    /// What staff may read, and programs that have the scope.
    ///
    /// # Errors
    /// `missing_scope` or `forbidden` for everybody else.
    pub fn read_by(actor: &Actor) -> Result<Self> {
        match actor.who {
            Who::Client { .. } => actor.require_scope(ApiScope::CommunityRead).map(Self::Only),
            _ => Self::kept_by(actor),
        }
    }

    /// The same, and for leaders and chiefs what lies in their part.
    ///
    /// # Errors
    /// `missing_scope` or `forbidden` for everybody else.
    pub fn seen_by(actor: &Actor) -> Result<Self> {
        Self::read_by(actor).or_else(|error| Parts::of(actor).map(Self::Part).ok_or(error))
    }

    /// Whether everything of this community may be seen.
    pub fn covers(&self, community: CommunityId) -> bool {
        matches!(self, Self::Everywhere) || *self == Self::Only(community)
    }

    /// The community that a request is about; only those who keep several have to name it.
    ///
    /// # Errors
    /// `not_found` for a foreign community, `malformed_query` when one must be named.
    pub fn choose(&self, named: Option<CommunityId>) -> Result<CommunityId> {
        let own = match self {
            Self::Everywhere => {
                return named.ok_or_else(|| Code::MalformedQuery.error().at("communityId", Code::MissingField));
            }
            Self::Only(own) => *own,
            Self::Part(parts) => parts.community,
        };
        if named.is_none_or(|named| named == own) { Ok(own) } else { Err(Code::NotFound.into()) }
    }
}
