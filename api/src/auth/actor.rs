//! The one who asks, and what they are within which scope.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};
use entity::auth::{ApiScope, Role, ScopeKind, role_grant};
use entity::ids::{
    AccountId, ApiClientId, BuildingId, CommunityId, CompoundId, GridId, HouseholdId, PartnerId, ResidentId, SessionId,
    SubdistrictId, TeamId, UnitId,
};
use uuid::Uuid;

use super::load;
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::http::{Call, limited_address};
use crate::kernel::db::{By, Cause};

/// Who is behind a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A person who signed in.
    Account(AccountId),
    /// A program of a third party, with what it may do.
    Client {
        /// Which one.
        id: ApiClientId,
        /// What it may do.
        scopes: Vec<ApiScope>,
    },
    /// siwei itself.
    System,
}

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

/// The one who asks. Loaded from the database on every request, so that a role
/// given or taken, or a sign-out, takes effect at once.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who it is.
    pub who: Who,
    /// The community that the account or program belongs to.
    pub community: Option<CommunityId>,
    /// The roles that hold now.
    pub grants: Vec<Grant>,
    /// The home, once a grid leader has verified it.
    pub residency: Option<Residency>,
    /// The session, for persons.
    pub session: Option<SessionId>,
}

impl Actor {
    /// siwei itself, for moves by the clock.
    pub fn system() -> Self {
        Self { who: Who::System, community: None, grants: Vec::new(), residency: None, session: None }
    }

    /// The account of a person who signed in.
    ///
    /// # Errors
    /// `forbidden` for programs: what follows is for people.
    pub fn account(&self) -> Result<AccountId> {
        self.account_id().ok_or_else(|| Code::Forbidden.into())
    }

    /// The account, if it is a person.
    pub fn account_id(&self) -> Option<AccountId> {
        match self.who {
            Who::Account(id) => Some(id),
            Who::Client { .. } | Who::System => None,
        }
    }

    /// Whose doing a change is, in which request.
    pub fn cause(&self, request_id: &str) -> Cause {
        let by = match self.who {
            Who::Account(id) => By::Account(id),
            Who::Client { id, .. } => By::Client(id),
            Who::System => By::System,
        };
        Cause { by, request_id: Some(request_id.to_owned()) }
    }

    /// The name under which idempotency keys and rate windows are kept.
    pub fn caller(&self) -> String {
        match &self.who {
            Who::Account(id) => format!("account:{id}"),
            Who::Client { id, .. } => format!("client:{id}"),
            Who::System => "system".to_owned(),
        }
    }

    /// Whether one of the grants is `role` within `scope`.
    pub fn holds(&self, role: Role, scope: Scope) -> bool {
        self.grants.contains(&Grant { role, scope })
    }

    /// Runs all communities.
    pub fn is_platform_admin(&self) -> bool {
        self.holds(Role::PlatformAdmin, Scope::Platform)
    }

    /// Administers this community.
    pub fn is_admin_of(&self, community: CommunityId) -> bool {
        self.is_platform_admin() || self.holds(Role::CommunityAdmin, Scope::Community(community))
    }

    /// Works for this community (its admins do, too).
    pub fn is_staff_of(&self, community: CommunityId) -> bool {
        self.is_admin_of(community) || self.holds(Role::CommunityStaff, Scope::Community(community))
    }

    /// Leads this grid.
    pub fn leads_grid(&self, grid: GridId) -> bool {
        self.holds(Role::GridLeader, Scope::Grid(grid))
    }

    /// The grids this actor leads.
    pub fn led_grids(&self) -> Vec<GridId> {
        self.grants
            .iter()
            .filter_map(|grant| match (grant.role, grant.scope) {
                (Role::GridLeader, Scope::Grid(grid)) => Some(grid),
                _ => None,
            })
            .collect()
    }

    /// A volunteer of this community.
    pub fn is_volunteer_in(&self, community: CommunityId) -> bool {
        self.holds(Role::Volunteer, Scope::Community(community))
            || (self.community == Some(community) && self.grants.iter().any(|grant| grant.role == Role::Volunteer))
    }

    /// The partners this actor speaks for.
    pub fn partners(&self) -> Vec<PartnerId> {
        self.grants
            .iter()
            .filter_map(|grant| match (grant.role, grant.scope) {
                (Role::PartnerMember, Scope::Partner(partner)) => Some(partner),
                _ => None,
            })
            .collect()
    }

    /// The community this actor belongs to.
    ///
    /// # Errors
    /// `not_verified` for an account that belongs to none yet.
    pub fn require_community(&self) -> Result<CommunityId> {
        self.community.ok_or_else(|| Code::NotVerified.into())
    }

    /// The own community, for its staff.
    ///
    /// # Errors
    /// `forbidden` for everybody else.
    pub fn require_staff(&self) -> Result<CommunityId> {
        self.community.filter(|community| self.is_staff_of(*community)).ok_or_else(|| Code::Forbidden.into())
    }

    /// Whoever decides about others' matters: leads a grid or works for a community.
    ///
    /// # Errors
    /// `forbidden` for everybody else.
    pub fn require_decider(&self) -> Result<AccountId> {
        let decides = self.is_platform_admin() || self.require_staff().is_ok() || !self.led_grids().is_empty();
        if decides { self.account() } else { Err(Code::Forbidden.into()) }
    }

    /// The own community, for its admins.
    ///
    /// # Errors
    /// `forbidden` for everybody else.
    pub fn require_admin(&self) -> Result<CommunityId> {
        self.community.filter(|community| self.is_admin_of(*community)).ok_or_else(|| Code::Forbidden.into())
    }

    /// The own community, for staff or for a program with this scope.
    ///
    /// # Errors
    /// `missing_scope` for other programs, `forbidden` for other people.
    pub fn require_staff_or(&self, scope: ApiScope) -> Result<CommunityId> {
        match self.who {
            Who::Client { .. } => self.require_scope(scope),
            _ => self.require_staff(),
        }
    }

    /// The community of a program that has this scope.
    ///
    /// # Errors
    /// `missing_scope` for programs without it, `forbidden` for people.
    pub fn require_scope(&self, scope: ApiScope) -> Result<CommunityId> {
        match &self.who {
            Who::Client { scopes, .. } if scopes.contains(&scope) => self.require_community(),
            Who::Client { .. } => Err(Code::MissingScope.error().with("scope", scope)),
            _ => Err(Code::Forbidden.into()),
        }
    }

    /// The home of a verified resident.
    ///
    /// # Errors
    /// `not_verified` for everybody else.
    pub fn residency(&self) -> Result<Residency> {
        self.account()?;
        self.residency.ok_or_else(|| Code::NotVerified.into())
    }
}

/// Somebody who may or may not have signed in.
#[derive(Clone, Debug)]
pub struct Visitor(pub Option<Actor>);

impl FromRequest for Actor {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { identify(&request).await?.ok_or_else(|| Code::Unauthenticated.into()) })
    }
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(identify(&request).await?)) })
    }
}

/// Reads the bearer token and loads whom it proves; nobody without one.
async fn identify(request: &HttpRequest) -> Result<Option<Actor>> {
    let app = request.app_data::<web::Data<App>>().ok_or_else(|| Code::Internal.error())?;
    let Some(header) = request.headers().get(AUTHORIZATION) else {
        let limit = app.kernel.settings.limits.per_address;
        limited_address(app, &Call::of(request), "address", limit).await?;
        return Ok(None);
    };
    let token = header.to_str().ok().and_then(bearer).ok_or_else(|| Code::Unauthenticated.error())?;
    let limits = &app.kernel.settings.limits;
    let actor = match load::by_token(app, token).await {
        Ok(actor) => actor,
        Err(error) => {
            // Whoever tries tokens is counted like whoever has none.
            limited_address(app, &Call::of(request), "address", limits.per_address).await?;
            return Err(error);
        }
    };
    crate::http::limited(app, &Call::of(request), "account", limits.per_account, &actor.caller()).await?;
    Ok(Some(actor))
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
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
