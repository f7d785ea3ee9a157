//! A role within a scope.

use sea_orm::entity::prelude::*;

use super::words::{Role, ScopeKind};
use crate::ids::{AccountId, CommunityId, RoleGrantId};

/// A role within a scope.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoleGrantId,
    /// The community that the scope lies in.
    pub community_id: Option<CommunityId>,
    /// Who has it.
    pub account_id: AccountId,
    /// The role.
    pub role: Role,
    /// What kind of scope.
    pub scope_kind: ScopeKind,
    /// The scope; the nil UUID for the platform.
    pub scope_id: Uuid,
    /// Who gave it.
    pub granted_by: Option<AccountId>,
    /// When it was given.
    pub created_at: DateTimeUtc,
    /// When it was taken.
    pub revoked_at: Option<DateTimeUtc>,
    /// Who took it.
    pub revoked_by: Option<AccountId>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
