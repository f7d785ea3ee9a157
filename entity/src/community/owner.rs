//! 业主: who owns dwellings, whether or not they live there.

use sea_orm::entity::prelude::*;

use crate::deliberations::OwnerKind;
use crate::ids::{AccountId, CommunityId, OwnerId, ResidentId};

/// 业主: who owns dwellings, whether or not they live there.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "owner")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OwnerId,
    /// The community.
    pub community_id: CommunityId,
    /// A person, an organisation, the developer.
    pub kind: OwnerKind,
    /// The name, sealed.
    #[sea_orm(column_type = "Text")]
    pub name_sealed: String,
    /// Blind index of the name.
    pub name_blind: String,
    /// The identity or registration number, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub id_number_sealed: Option<String>,
    /// Blind index of the number.
    pub id_number_blind: Option<String>,
    /// The same person on the roster of residents.
    pub resident_id: Option<ResidentId>,
    /// The account through which the owner votes.
    pub account_id: Option<AccountId>,
    /// Counts its changes.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
