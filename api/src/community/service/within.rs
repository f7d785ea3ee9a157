//! Where a caller may look and who may change what is kept there (domain.md section 2).

use entity::auth::ApiScope;
use entity::ids::CommunityId;

use crate::auth::{Actor, Who};
use crate::error::{Code, Result};

/// The communities whose records somebody keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// All: the platform's admins.
    Everywhere,
    /// The own one.
    Only(CommunityId),
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

    /// The community that a request is about; only those who keep several have to name it.
    ///
    /// # Errors
    /// `not_found` for a foreign community, `malformed_query` when one must be named.
    pub fn choose(self, named: Option<CommunityId>) -> Result<CommunityId> {
        match (self, named) {
            (Self::Only(own), None) => Ok(own),
            (Self::Only(own), Some(named)) if own == named => Ok(own),
            (Self::Only(_), Some(_)) => Err(Code::NotFound.into()),
            (Self::Everywhere, Some(named)) => Ok(named),
            (Self::Everywhere, None) => Err(Code::MalformedQuery.error().at("communityId", Code::MissingField)),
        }
    }

    /// Whether a row of this community may be seen.
    pub fn covers(self, community: CommunityId) -> bool {
        self == Self::Everywhere || self == Self::Only(community)
    }
}
