//! 认领: a helper's hold on a wish.

use sea_orm::entity::prelude::*;

use super::words::{ClaimEnd, HelperKind};
use crate::ids::{AccountId, CommunityId, WishClaimId, WishId};

/// 认领: a helper's hold on a wish.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wish_claim")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WishClaimId,
    /// The community.
    pub community_id: CommunityId,
    /// The wish.
    pub wish_id: WishId,
    /// A person, a team or a partner.
    pub helper_kind: HelperKind,
    /// Which one.
    pub helper_id: Uuid,
    /// The person who acts for it.
    pub account_id: AccountId,
    /// Who assigned it, if it was not claimed.
    pub assigned_by: Option<AccountId>,
    /// When the helper took it on.
    pub accepted_at: Option<DateTimeUtc>,
    /// The hold ends then.
    pub expires_at: DateTimeUtc,
    /// When the author last said that it is not done; the helper goes on.
    pub disputed_at: Option<DateTimeUtc>,
    /// When it ended.
    pub ended_at: Option<DateTimeUtc>,
    /// How it ended.
    pub end_kind: Option<ClaimEnd>,
    /// When it began.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
