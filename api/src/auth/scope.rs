//! Where roles hold, and where people live.

use entity::auth::{Role, ScopeKind, role_grant};
use entity::ids::{
    BuildingId, CommunityId, CompoundId, GridId, HouseholdId, PartnerId, ResidentId, SubdistrictId, TeamId, UnitId,
};
use uuid::Uuid;

/// Where a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each scope is named like the thing it spans")]
pub enum Scope {
    Platform,
    Subdistrict(SubdistrictId),
    Community(CommunityId),
    Compound(CompoundId),
    Grid(GridId),
    Building(BuildingId),
    Unit(UnitId),
    Team(TeamId),
    Partner(PartnerId),
}

/// A role within a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub scope: Scope,
}

/// Where something lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The community.
    pub community: CommunityId,
    /// The grid.
    pub grid: GridId,
    /// The compound, when it lies in one.
    pub compound: Option<CompoundId>,
    /// The building, when it is that exact.
    pub building: Option<BuildingId>,
}

/// A verified resident's home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Residency {
    /// The resident on the roster.
    pub resident: ResidentId,
    /// The household.
    pub household: HouseholdId,
    /// Where it lives.
    pub place: Place,
}

impl Scope {
    /// Kind and id as they are stored; the platform has the nil id.
    pub fn parts(self) -> (ScopeKind, Uuid) {
        match self {
            Self::Platform => (ScopeKind::Platform, Uuid::nil()),
            Self::Subdistrict(id) => (ScopeKind::Subdistrict, id.into()),
            Self::Community(id) => (ScopeKind::Community, id.into()),
            Self::Compound(id) => (ScopeKind::Compound, id.into()),
            Self::Grid(id) => (ScopeKind::Grid, id.into()),
            Self::Building(id) => (ScopeKind::Building, id.into()),
            Self::Unit(id) => (ScopeKind::Unit, id.into()),
            Self::Team(id) => (ScopeKind::Team, id.into()),
            Self::Partner(id) => (ScopeKind::Partner, id.into()),
        }
    }
}

impl Grant {
    /// The grant that a row holds.
    pub fn from_row(row: &role_grant::Model) -> Self {
        let id = row.scope_id;
        let scope = match row.scope_kind {
            ScopeKind::Platform => Scope::Platform,
            ScopeKind::Subdistrict => Scope::Subdistrict(id.into()),
            ScopeKind::Community => Scope::Community(id.into()),
            ScopeKind::Compound => Scope::Compound(id.into()),
            ScopeKind::Grid => Scope::Grid(id.into()),
            ScopeKind::Building => Scope::Building(id.into()),
            ScopeKind::Unit => Scope::Unit(id.into()),
            ScopeKind::Team => Scope::Team(id.into()),
            ScopeKind::Partner => Scope::Partner(id.into()),
        };
        Self { role: row.role, scope }
    }
}
