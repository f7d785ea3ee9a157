//! 班次: when an action takes place.

use sea_orm::entity::prelude::*;

use crate::ids::{ActionId, CommunityId, ShiftId};

/// 班次: when an action takes place.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shift")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShiftId,
    /// Its community.
    pub community_id: CommunityId,
    /// The action.
    pub action_id: ActionId,
    /// When it starts.
    pub starts_at: DateTimeUtc,
    /// When it ends.
    pub ends_at: DateTimeUtc,
    /// When it was called off.
    pub cancelled_at: Option<DateTimeUtc>,
    /// When the clock has closed what was left open after its end.
    pub settled_at: Option<DateTimeUtc>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
