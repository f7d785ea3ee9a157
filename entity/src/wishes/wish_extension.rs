//! A request for more time.

use sea_orm::entity::prelude::*;

use super::words::ExtensionStatus;
use crate::ids::{AccountId, CommunityId, WishExtensionId, WishId};

/// A request for more time.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wish_extension")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WishExtensionId,
    /// The community.
    pub community_id: CommunityId,
    /// The wish.
    pub wish_id: WishId,
    /// Who asks.
    pub asked_by: AccountId,
    /// Working days.
    pub days: i32,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub status: ExtensionStatus,
    /// To be decided by then.
    pub due_at: DateTimeUtc,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When it was decided.
    pub decided_at: Option<DateTimeUtc>,
    /// When it was asked.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
