//! 驻街单位、共建单位.

use sea_orm::entity::prelude::*;

use super::words::PartnerKind;
use crate::ids::{CommunityId, PartnerId};

/// 驻街单位、共建单位.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartnerId,
    /// Its community.
    pub community_id: CommunityId,
    /// Its name.
    pub name: String,
    /// What it is, in the community's own words.
    pub kind: PartnerKind,
    /// Whom to call there, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub contact_sealed: Option<String>,
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
