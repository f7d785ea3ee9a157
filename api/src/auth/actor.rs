//! The one who asks, and what they are within which scope.

use entity::auth::{ApiScope, Role};
use entity::ids::{AccountId, ApiClientId, CommunityId, GridId, PartnerId, SessionId};

use super::scope::{Grant, Residency, Scope};
use crate::error::{Code, Result};
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

impl Who {
    /// Whose doing a change is, in which request.
    pub fn cause(&self, request_id: &str) -> Cause {
        let by = match self {
            Self::Account(id) => By::Account(*id),
            Self::Client { id, .. } => By::Client(*id),
            Self::System => By::System,
        };
        Cause { by, request_id: Some(request_id.to_owned()) }
    }

    /// The name under which idempotency keys and rate windows are kept.
    pub fn caller(&self) -> String {
        match self {
            Self::Account(id) => format!("account:{id}"),
            Self::Client { id, .. } => format!("client:{id}"),
            Self::System => "system".to_owned(),
        }
    }
}

impl Actor {
    /// siwei itself, for moves by the clock.
    pub fn system() -> Self {
        Self { who: Who::System, community: None, grants: Vec::new(), residency: None, session: None }
    }

    /// Who stands behind a change, without what they are: none of their roles counts.
    pub fn behind(cause: &Cause) -> Self {
        let who = match cause.by {
            By::Account(id) => Who::Account(id),
            By::Client(id) => Who::Client { id, scopes: Vec::new() },
            By::System => Who::System,
        };
        Self { who, ..Self::system() }
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
        self.who.cause(request_id)
    }

    /// The name under which idempotency keys and rate windows are kept.
    pub fn caller(&self) -> String {
        self.who.caller()
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
