//! A rule for points. It is never changed: a newer one takes its place.

use sea_orm::entity::prelude::*;

use super::words::ServiceKind;
use crate::auth::Role;
use crate::ids::{AccountId, CommunityId, PointRuleId};

/// A rule for points. It is never changed: a newer one takes its place.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "point_rule")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PointRuleId,
    /// Its community.
    pub community_id: CommunityId,
    /// For which service.
    pub kind: ServiceKind,
    /// For wishes of this category only.
    pub category: Option<String>,
    /// For holders of this role only.
    pub role: Option<Role>,
    /// Points for each full hour; parts count in proportion.
    pub points_per_hour: i32,
    /// Points besides.
    pub points_flat: i32,
    /// Minutes that count where none are measured: for a wish.
    pub minutes_flat: i32,
    /// Since when it holds.
    pub valid_from: DateTimeUtc,
    /// Who made it.
    pub created_by: AccountId,
    /// When it was made.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
